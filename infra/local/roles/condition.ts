import { CannotStart } from "../cannot-start.ts";
import { type Pattern, wildcard } from "./wildcard.ts";

/** What a request says about itself, by condition key. */
export type Context = Record<string, string[]>;
/** One line of a statement's `Condition`. */
export type Condition = (context: Context) => boolean;

/** Keys whose values the proxy reads from requests; those with several values need a set operator. */
const single = new Set(["dynamodb:EnclosingOperation", "ses:FromAddress", "ses:FromDisplayName"]);
const several = new Set(["dynamodb:LeadingKeys", "ses:Recipients"]);

const exactly = (text: string): Pattern => ({ test: (value) => value === text });
const operators: Record<string, { pattern: (text: string) => Pattern; negated?: true }> = {
  StringEquals: { pattern: exactly },
  StringNotEquals: { pattern: exactly, negated: true },
  StringLike: { pattern: wildcard },
  StringNotLike: { pattern: wildcard, negated: true },
};

/** Reads a statement's `Condition`; an operator or key that is not understood stops the start. */
export function readConditions(
  raw: Record<string, Record<string, string | string[]>>,
  where: string,
): Condition[] {
  return Object.entries(raw).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      if (!single.has(key) && !several.has(key)) {
        throw new CannotStart(
          `The local host does not understand the condition key ${key} in ${where}.`,
        );
      }
      return readCondition(operator, key, [values].flat(), where);
    }),
  );
}

function readCondition(full: string, key: string, texts: string[], where: string): Condition {
  if (full === "Null") return (context) => (context[key] === undefined) === (texts[0] === "true");
  const [name = "", set] = full.split(":").reverse();
  const operator = operators[name];
  const knownSet = set === undefined || set === "ForAllValues" || set === "ForAnyValue";
  const fits = several.has(key) === (set !== undefined);
  if (!operator || !knownSet || !fits || texts.some((text) => text.includes("${"))) {
    throw new CannotStart(`The local host does not understand ${full} of ${key} in ${where}.`);
  }
  const patterns = texts.map((text) => operator.pattern(text));
  const holds = (value: string) =>
    patterns.some((pattern) => pattern.test(value)) !== Boolean(operator.negated);
  if (set === "ForAllValues") return (context) => (context[key] ?? []).every(holds);
  if (set === "ForAnyValue") return (context) => (context[key] ?? []).some(holds);
  return (context) => {
    const [value] = context[key] ?? [];
    return value === undefined ? Boolean(operator.negated) : holds(value);
  };
}
