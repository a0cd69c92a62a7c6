import { CannotStart } from "./cannot-start.ts";

/** Tells whether an event is wanted. */
export type Match = (event: unknown) => boolean;

type Compile = (argument: unknown, where: string) => Match;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The pattern language of EventBridge rules and of Lambda's event filters, as far as it is used here; anything else stops the start. */
export function compilePattern(pattern: unknown, where: string): Match {
  if (!isRecord(pattern)) throw new CannotStart(`${where}: the pattern is not a JSON object.`);
  const fields = Object.entries(pattern).map(([name, inner]) => {
    if (name.startsWith("$")) throw new CannotStart(`${where}: the pattern uses ${name}.`);
    return {
      name,
      fits: Array.isArray(inner) ? anyOf(inner, where) : compilePattern(inner, where),
    };
  });
  const fitsOne = (event: unknown) =>
    fields.every(({ name, fits }) => fits(isRecord(event) ? event[name] : undefined));
  return (event) => (Array.isArray(event) ? event.some(fitsOne) : fitsOne(event));
}

function anyOf(alternatives: unknown[], where: string): Match {
  const matches = alternatives.map((alternative) => compileAlternative(alternative, where));
  return (value) => matches.some((match) => match(value));
}

function compileAlternative(alternative: unknown, where: string): Match {
  if (!isRecord(alternative)) return each((value) => value === alternative);
  const [operator = "", ...more] = Object.keys(alternative);
  const compile = operators[operator];
  if (!compile || more.length > 0) {
    throw new CannotStart(`${where}: the pattern uses ${JSON.stringify(alternative)}.`);
  }
  return compile(alternative[operator], where);
}

/** An array in the event fits as soon as one of its elements does. */
function each(fits: Match): Match {
  return (value) => (Array.isArray(value) ? value.some(fits) : fits(value));
}

const operators: Record<string, Compile> = {
  prefix: (argument) =>
    each((value) => typeof value === "string" && value.startsWith(String(argument))),
  exists: (argument) => (value) => (value !== undefined && !isRecord(value)) === argument,
  "anything-but": (argument, where) => {
    const unwanted = anyOf(Array.isArray(argument) ? argument : [argument], where);
    return each((value) => value !== undefined && !unwanted(value));
  },
  numeric: (argument, where) => {
    const fits = compileRange(argument, where);
    return each((value) => typeof value === "number" && fits(value));
  },
};

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  "=": (value, bound) => value === bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
};

function compileRange(argument: unknown, where: string): (value: number) => boolean {
  const parts = Array.isArray(argument) ? argument : [];
  const bounds = parts.filter((_, index) => index % 2 === 1);
  const compares = parts.filter((_, index) => index % 2 === 0).map((name) => comparisons[name]);
  if (bounds.length === 0 || bounds.length !== compares.length || compares.includes(undefined)) {
    throw new CannotStart(`${where}: the pattern uses numeric ${JSON.stringify(argument)}.`);
  }
  return (value) => compares.every((fits, index) => fits?.(value, bounds[index]));
}
