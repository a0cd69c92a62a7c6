import { CannotStart } from "../cannot-start.ts";

/** Tells whether a schedule falls into a span of time: after the first instant, up to the second. */
export type IsDue = (after: number, until: number) => boolean;

const minute = 60_000;
const units: Record<string, number> = { minute, hour: 60 * minute, day: 1440 * minute };
/** How far back a clock that was moved is looked at. */
const longest = 366 * 1440 * minute;

/** Reads a schedule of EventBridge. A rate counts from `start`; a cron expression is in UTC. */
export function compileSchedule(expression: string, start: number, where: string): IsDue {
  const [, value, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (value) return rate(Number(value) * (units[unit] ?? 0), start);
  const [, fields] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (fields) return cron(fields.trim().split(/\s+/), `${where}: ${expression}`);
  throw new CannotStart(`${where}: the local host does not understand ${expression}.`);
}

function rate(period: number, start: number): IsDue {
  const count = (time: number) => Math.floor((time - start) / period);
  return (after, until) => count(until) > count(after);
}

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

type Field = { of: (time: Date) => number; from: number; to: number; names?: string[] };
const fields: Field[] = [
  { of: (time) => time.getUTCMinutes(), from: 0, to: 59 },
  { of: (time) => time.getUTCHours(), from: 0, to: 23 },
  { of: (time) => time.getUTCDate(), from: 1, to: 31 },
  { of: (time) => time.getUTCMonth() + 1, from: 1, to: 12, names: months },
  { of: (time) => time.getUTCDay() + 1, from: 1, to: 7, names: days },
  { of: (time) => time.getUTCFullYear(), from: 1970, to: 2199 },
];

function cron(texts: string[], where: string): IsDue {
  if (texts.length !== fields.length || (texts[2] === "?") === (texts[4] === "?")) {
    throw new CannotStart(`${where} is not six fields, with ? for one of the two days.`);
  }
  const allowed = fields.map((field, index) => valuesOf(texts[index] ?? "", field, where));
  const fits = (time: Date) => fields.every(({ of }, index) => allowed[index]?.has(of(time)));
  return (after, until) => {
    const first = Math.max(after, until - longest);
    for (let time = Math.floor(until / minute) * minute; time > first; time -= minute) {
      if (fits(new Date(time))) return true;
    }
    return false;
  };
}

/** `*`, `?`, `5`, `MON`, `1-5`, `0/15`, `1-9/2`, and lists of them. */
function valuesOf(text: string, { from, to, names = [] }: Field, where: string): Set<number> {
  const number = (name: string) =>
    names.includes(name) ? names.indexOf(name) + from : Number(name);
  const values = text.split(",").flatMap((part) => {
    const [range = "", step] = part.split("/");
    const [low, high] = range === "*" || range === "?" ? [from, to] : range.split("-").map(number);
    const last = high ?? (step === undefined ? low : to);
    const bounds = [low, last, Number(step ?? 1)];
    if (low === undefined || last === undefined || !bounds.every(Number.isInteger)) {
      throw new CannotStart(`${where}: the local host does not understand ${part}.`);
    }
    return Array.from({ length: Math.max(0, last - low + 1) }, (_, index) => low + index).filter(
      (value) => (value - low) % Number(step ?? 1) === 0,
    );
  });
  return new Set(values);
}
