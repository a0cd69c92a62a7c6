import fc from "fast-check";
import { expect, test } from "vitest";
import { isMeantAsKey, newSecret, readText, textOf } from "../../../shared/model/api-key-text.ts";
import { newId } from "../../../shared/model/id.ts";

const now = new Date();
const some = () => ({
  apiUser: newId("apiUser", now),
  key: newId("apiKey", now),
  secret: newSecret(),
});

test("a key says what it was made of", () => {
  const parts = some();
  expect(readText(textOf(parts))).toEqual(parts);
  expect(isMeantAsKey(textOf(parts))).toBe(true);
});

test("no secret comes twice", () => {
  expect(new Set(Array.from({ length: 10_000 }, newSecret)).size).toBe(10_000);
});

test("one wrong character, two that changed places and one too few or many are noticed", () => {
  const text = textOf(some());
  const at = fc.nat(text.length - 1);
  fc.assert(
    fc.property(at, fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ_ iLoU"), (i, wrong) => {
      fc.pre(text[i] !== wrong);
      expect(readText(text.slice(0, i) + wrong + text.slice(i + 1))).toBeUndefined();
    }),
    { numRuns: 2000 },
  );
  for (let i = 0; i + 1 < text.length; i++) {
    const swapped = text.slice(0, i) + text[i + 1] + text[i] + text.slice(i + 2);
    if (swapped !== text) expect(readText(swapped)).toBeUndefined();
    expect(readText(text.slice(0, i) + text.slice(i + 1))).toBeUndefined();
    expect(readText(text.slice(0, i) + text[i] + text.slice(i))).toBeUndefined();
  }
});

test("texts of any kind are read or refused, never more", () => {
  fc.assert(fc.property(fc.string(), (text) => readText(`ush_${text}`) === undefined));
});
