import { isDeepStrictEqual } from "node:util";

type Fields = Readonly<Record<string, unknown>>;

/** What was asked for and is otherwise in what is there, by the names of the fields. The order of words in a list says nothing. */
export const differing = (asked: Fields, found: Fields): string[] =>
  Object.keys(asked).filter(
    (name) => asked[name] !== undefined && !isDeepStrictEqual(form(asked[name]), form(found[name])),
  );

const form = (value: unknown) =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? value.toSorted() : value;
