import { describe, expect, test } from "vitest";
import {
  nearness,
  phraseOf,
  phrasesOf,
  phrasesOfGroup,
} from "../../../shared/model/search-phrase.ts";

test.each([
  ["Ada Lovelace", "ada.lovelace"],
  ["  Anna-Maria O'Brien ", "anna.maria.o.brien"],
  ["Zo\u00eb", "zoe"],
  ["Zoe\u0308", "zoe"],
  ["Stra\u00dfer", "strasser"],
  ["\u0130lker", "ilker"],
  ["\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c3"],
  ["\u0141ukasz \u00d8rsted", "lukasz.orsted"],
  ["\u00c6gir \u0110or\u0111e", "aegir.dorde"],
  ["\ufb01nn", "finn"],
  ["\u738b \u5c0f\u660e", "\u738b.\u5c0f\u660e"],
  ["ada+x@example.org", "ada.x.example.org"],
  ["...", ""],
])("takes %j for %j", (text, phrase) => {
  expect(phraseOf(text)).toBe(phrase);
});

const ada = { firstName: "Ada King", lastName: "Lovelace", email: "a.king@example.org" };

describe("a person", () => {
  test("is found by each word of the name with those that follow", () => {
    expect(phrasesOf(ada)).toEqual([
      "ada.king.lovelace",
      "king.lovelace.ada",
      "lovelace.ada.king",
      "a.king.example.org",
      "king.example.org",
    ]);
  });

  test("is found by a user name that is no address", () => {
    const named = phrasesOf({ ...ada, username: "countess" });
    expect(named).toContain("countess");
    expect(phrasesOf({ ...ada, username: ada.email })).toEqual(phrasesOf(ada));
  });

  test("is found by an international domain as people write it", () => {
    const email = "ada@xn--bcher-kva.example";
    expect(phrasesOf({ firstName: "", lastName: "", email })).toEqual(["ada.bucher.example"]);
  });

  test("with a very long name is found by its first words", () => {
    const firstName = Array.from({ length: 100 }, (_, i) => `w${i}`).join(" ");
    expect(phrasesOf({ ...ada, firstName }).length).toBe(10);
  });
});

test("a group is found by the words of its name and identifier", () => {
  const phrases = phrasesOfGroup({ identifier: "night-shift", displayName: "The Night" });
  expect(phrases).toEqual(["the.night", "night.the", "night.shift", "shift.night"]);
});

test("the whole is nearer than whole words, and those nearer than a beginning", () => {
  const near = (phrase: string) => nearness(["ann.lee", "lee.ann"], phrase);
  expect(["ann.lee", "ann", "ann.l", "an", "nn"].map(near)).toEqual([0, 1, 2, 2, undefined]);
});

test("the order of phrases in the index is that of nearness", () => {
  const names = ["ann", "ann.lee", "ann.lee.b", "ann1", "anna", "annabel.lee", "ann\u00f1"];
  const keys = names.map((name) => `${phraseOf(name)} usr_1`);
  expect(keys.toSorted()).toEqual(
    [...keys].sort((one, other) => nearnessIn(one) - nearnessIn(other) || (one < other ? -1 : 1)),
  );
});

const nearnessIn = (key: string) => nearness([key.split(" ")[0] as string], "ann") ?? 3;
