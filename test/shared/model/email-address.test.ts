import { expect, test } from "vitest";
import { normalAddress } from "../../../shared/model/email-address.ts";

test.each([
  ["  Grace.O'Hopper+Work@Example.ORG ", "grace.o'hopper+work@example.org"],
  ["grace@BÜCHER.example", "grace@xn--bcher-kva.example"],
  ["grace@bu\u0308cher.example", "grace@xn--bcher-kva.example"],
  [`${"a".repeat(64)}@example.org`, `${"a".repeat(64)}@example.org`],
])("%j is kept as %s", (typed, kept) => {
  expect(normalAddress(typed)).toBe(kept);
});

test.each([
  ["the Kelvin sign, which looks like a K", "\u212Aim@example.org"],
  ["a letter outside ASCII", "gracé@example.org"],
  ["a long s, which is an S in capitals", "gra\u017Fe@example.org"],
  ["a control character", "gra\u0000ce@example.org"],
  ["two dots in a row", "grace..hopper@example.org"],
  ["a local part of 65 characters", `${"a".repeat(65)}@example.org`],
  ["two at signs", "grace@hopper@example.org"],
  ["no domain", "grace@"],
  ["a domain of one label", "grace@localhost"],
  ["an address of a machine", "grace@192.0.2.1"],
])("no mail goes to %s", (_, typed) => {
  expect(normalAddress(typed)).toBeUndefined();
});
