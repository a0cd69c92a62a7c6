import * as z from "zod/mini";

/** Characters of a setting: a function's whole environment has 4 KB. */
const longest = 500;

const isWebAddress = (text: string) => {
  const url = URL.parse(text);
  if (!url || url.search || url.hash || text.length > longest) return false;
  const loopback = url.hostname === "127.0.0.1" || /(^|\.)localhost$/.test(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && loopback);
};

const isImageAddress = (text: string) => {
  const url = URL.parse(text);
  return url?.protocol === "https:" && !url.username && text.length <= longest && !/\s/.test(text);
};

/** Characters that show nothing or turn the text; joiners that scripts and emoji need are none of them. */
const unseen = /[[\p{C}\p{Zl}\p{Zp}]--[\u200c\u200d]]/v;

const DaysOfRoles = z.record(
  z.string().check(z.regex(/^(customer:(?!owner$)|project:)[a-z0-9]+(-[a-z0-9]+)*$/)),
  z.int().check(z.minimum(1), z.maximum(3650)),
);

function isDaysOfRoles(text: string) {
  try {
    return text.length <= 2 * longest && DaysOfRoles.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Text of a form; the hint says which. */
export const matching = (pattern: RegExp, hint: string) =>
  z.string().check(z.regex(pattern, { error: hint }));
/** An address that a browser may open: https, or http of this machine. */
export const webAddress = z
  .string()
  .check(z.refine(isWebAddress, { error: "must be an https address (http only on this machine)" }));
/** One that paths are put behind. */
export const withoutSlash = z.pipe(
  webAddress,
  z.transform((url) => url.replace(/\/+$/, "")),
);
/** A picture that mail programs may load: they follow no other links. */
export const imageAddress = z
  .string()
  .check(z.refine(isImageAddress, { error: "must be an https address of a picture" }));
/** Text of so many lines that shows all it holds: no line ends, no marks that turn or hide what follows. */
export const lines = (most: number, length: number) => {
  const isShown = (line: string) => line.trim() === line && !unseen.test(line);
  const isGood = (text: string) =>
    [...text].length <= length &&
    text.split("\n").length <= most &&
    text.split("\n").every(isShown);
  const error = `must be ${most > 1 ? `at most ${most} lines` : "one line"} of ${length} characters in all, without control characters and spaces around`;
  return z.string().check(z.refine(isGood, { error }));
};
/** One of some words. */
export const oneOf = <const T extends string>(...values: T[]) =>
  z.enum(values, { error: `must be ${values.join(" or ")}` });
/** True or false, as text. */
export const flag = z.pipe(
  oneOf("true", "false"),
  z.transform((text) => text === "true"),
);
/** Values between commas. */
export const list = z.pipe(
  z.string().check(z.maxLength(2 * longest, `must have ${2 * longest} characters at most`)),
  z.transform((text) => text.split(",").map((each) => each.trim())),
);
/** A whole number between two others. */
export const whole = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.pipe(
    matching(/^\d{1,10}$/, error),
    z.pipe(z.transform(Number), z.number().check(z.minimum(from, error), z.maximum(to, error))),
  );
};
/** Days for each of some roles on customers and projects, as JSON. */
export const daysOfRoles = z.pipe(
  z.string().check(
    z.refine(isDaysOfRoles, {
      error:
        'must be JSON such as {"customer:admin": 90, "project:user": 365}: 1 to 3650 days for roles on customers, but owner, and on projects',
    }),
  ),
  z.transform((text): Record<string, number> => JSON.parse(text)),
);
/** Days that CloudWatch can keep logs. */
export const logDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653,
];
