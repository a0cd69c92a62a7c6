import type * as z from "zod/mini";

type Issue = z.core.$ZodRawIssue;

const types: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

const units: Record<string, string> = { string: "characters", array: "items" };

/** How many values are told to somebody who chose none of them. */
const listed = 20;

/** What is wrong with a field, said to whoever sent it; what a schema says itself goes before. */
export function wordingOf(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? "is missing"
        : `must be ${types[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "too_small":
      if (issue.minimum === 1 && issue.origin in units) return "must not be empty";
      return `must ${amount(issue.origin, "at least", issue.minimum)}`;
    case "too_big":
      return `must ${amount(issue.origin, "at most", issue.maximum)}`;
    case "invalid_format":
      return `must match ${issue.pattern ?? issue.format}`;
    default:
      return "is not valid";
  }
}

function oneOf(values: string[]) {
  if (values.length === 1) return `must be ${values[0]}`;
  const rest = values.length > listed ? " and others that the description of the API lists" : "";
  return `must be one of ${values.slice(0, listed).join(", ")}${rest}`;
}

function amount(origin: string, bound: string, much: number | bigint) {
  const unit = units[origin];
  return unit ? `have ${bound} ${much} ${unit}` : `be ${bound} ${much}`;
}
