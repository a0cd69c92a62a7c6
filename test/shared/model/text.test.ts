import { expect, test } from "vitest";
import { name, prose } from "../../../shared/model/text.ts";

const isName = (text: string) => name().safeParse(text).success;

test.each([
  ["a filler", "\u3164"],
  ["a blank of braille", "\u2800"],
  ["a soft hyphen", "Ac\u00adme"],
  ["a joiner of letters", "Ac\u034fme"],
  ["an Arabic direction mark", "Ac\u061cme"],
  ["a tag", "Acme\u{e0041}"],
  ["a joiner between letters that do not join", "Ac\u200dme"],
  ["a joiner at its end", "\u0dc1\u0dca\u200d"],
])("no name has %s, with which it looks like another one or like none", (_, text) => {
  expect(isName(text)).toBe(false);
});

test.each([
  "Zoë",
  "김민수",
  "葛\u{e0100}城",
  "Team ❤\ufe0f",
  "נועה",
  "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
  "می\u200cنا",
  "👩\u200d👧",
])("%s is a name", (text) => {
  expect(isName(text)).toBe(true);
});

test("a text may have soft hyphens, and no marks that turn its direction", () => {
  const [hyphen, mark] = ["Do\u00adnau", "Do\u061cnau"].map((text) => prose(20).safeParse(text));
  expect([hyphen?.success, mark?.success]).toEqual([true, false]);
  expect(prose(20).safeParse("می\u200cنا").success).toBe(true);
});
