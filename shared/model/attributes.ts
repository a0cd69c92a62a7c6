import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** Levels of objects and lists, and bytes of JSON, that the attributes of a thing have at most. */
const deepest = 8;
const largest = 8192;
const longestName = 255;

interface Wrong {
  path: (string | number)[];
  message: string;
}

/** Where a value goes too deep, is named too long, or is a number that JSON says and nothing here can keep; the first such place is enough. */
function wrongIn(value: unknown, path: (string | number)[]): Wrong | undefined {
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY)
    return { path, message: "is too large a number" };
  if (typeof value !== "object" || value === null) return undefined;
  if (path.length >= deepest)
    return { path, message: `must not be nested deeper than ${deepest} levels` };
  for (const [name, inner] of Object.entries(value)) {
    if (name === "" || name.length > longestName)
      return { path, message: `must have names of 1 to ${longestName} characters` };
    const at = Array.isArray(value) ? Number(name) : name;
    const wrong = wrongIn(inner, [...path, at]);
    if (wrong) return wrong;
  }
  return undefined;
}

const bounded = () =>
  z.check<Record<string, unknown>>(({ value, issues }) => {
    const size = Buffer.byteLength(JSON.stringify(value));
    const wrong =
      size > largest
        ? { path: [], message: `must have at most ${largest} bytes as JSON, and has ${size}` }
        : wrongIn(value, []);
    if (wrong) issues.push({ code: "custom", input: value, ...wrong });
  });

/** What is known about a thing: any JSON object of at most 8,192 bytes and eight levels. */
export const Attributes = lazy(() => z.record(z.string(), z.unknown()).check(bounded()));
export type Attributes = z.infer<ReturnType<typeof Attributes>>;

/** A merge patch of attributes: null takes one away. What comes out must fit the bounds above. */
export const AttributesChange = lazy(() => z.record(z.string(), z.unknown()).check(bounded()));
