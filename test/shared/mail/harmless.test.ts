import { describe, expect, test } from "vitest";
import { harmless, harmlessLines } from "../../../shared/mail/harmless.ts";

const visible = (shown: string) => shown.replaceAll("\u200a", "·");

describe("a name", () => {
  test.each([
    ["Grace Hopper", "Grace Hopper"],
    ["O’Neill & Sons, Inc.", "O’Neill & Sons, Inc."],
    ["Wait... what?", "Wait... what?"],
    ["Müller GmbH & Co. KG", "Müller GmbH & Co. KG"],
    ["نرم‌افزار", "نرم‌افزار"],
    ["👩‍🚀 Apollo ❤️", "👩‍🚀 Apollo ❤️"],
  ])("stays as it is when there is nothing wrong with it: %s", (typed, shown) => {
    expect(harmless(typed)).toBe(shown);
  });

  test.each([
    ["evil.com", "evil.·com"],
    ["evil\u3002com", "evil\u3002·com"],
    ["https://www.evil.com", "https:·//www.·evil.·com"],
    ["eve@evil.com", "eve@·evil.·com"],
    ["=?utf-8?B?aHR0cDovL2V2aWwuY29t?=", "=·?utf-8?B?aHR0cDovL2V2aWwuY29t?="],
    ["\\\\evil\\share", "\\·\\·evil\\·share"],
    ["J.R.R. Tolkien", "J.·R.·R. Tolkien"],
  ])("is no link for any mail program: %s", (typed, shown) => {
    expect(visible(harmless(typed))).toBe(shown);
  });

  test("cannot be repaired to a link by a browser that drops what is invisible", () => {
    const host = (gap: string) => () => new URL(`http://evil.${gap}com`).host;
    expect(host("\u200b")()).toBe("evil.com");
    expect(host("\u2060")()).toBe("evil.com");
    expect(host("\u200a")).toThrow("Invalid URL");
  });

  test.each([
    [
      "line ends and other blanks become one space",
      "Ada\r\n\t\u2028\u0085\u3000\u2800Lovelace",
      "Ada Lovelace",
    ],
    ["controls go", "Ada\u0000\u001b Lovelace\u007f", "Ada Lovelace"],
    ["direction marks go", "\u202eAda\u2066 Lovelace\u200f", "Ada Lovelace"],
    [
      "fillers, tags and zero-width characters go",
      "A\u200bd\u2060a\u3164 \u{e0041}Lovelace\u00ad",
      "Ada Lovelace",
    ],
    ["halves of characters go", "Ada\ud800 Lovelace", "Ada Lovelace"],
    [
      "piled marks are cut to five",
      `Ad\u0061${"\u0301".repeat(50)}`,
      `Ad\u0061${"\u0301".repeat(5)}`,
    ],
  ])("%s", (_, typed, shown) => {
    expect(harmless(typed)).toBe(shown);
  });

  test("is cut to what fits, between characters", () => {
    expect(harmless("x".repeat(80))).toBe("x".repeat(80));
    expect(harmless("x".repeat(81))).toBe(`${"x".repeat(79)}…`);
    expect(harmless("🚀".repeat(41), 40)).toBe(`${"🚀".repeat(39)}…`);
  });

  test("that shows nothing is said to be none", () => {
    expect(harmless(" \u200b\u202e\n")).toBe("(no name)");
  });
});

describe("a message", () => {
  test("keeps its lines, and one empty line between paragraphs", () => {
    expect(harmlessLines("\n\nHi Ada,\r\nsee you\n \n\u200b\n\nGrace\n")).toEqual([
      "Hi Ada,",
      "see you",
      "",
      "Grace",
    ]);
  });

  test("is cut to 1,000 characters and to 12 lines", () => {
    expect(harmlessLines("x".repeat(1001)).join("")).toHaveLength(1000);
    const lines = harmlessLines(Array.from({ length: 40 }, (_, line) => `l${line}`).join("\n"));
    expect(lines).toHaveLength(12);
    expect(lines[11]).toMatch(/^l11 l12 .* l39$/);
  });

  test("is no link either", () => {
    expect(harmlessLines("see\nhttps://evil.com").map(visible)).toEqual([
      "see",
      "https:·//evil.·com",
    ]);
  });

  test("that shows nothing has no lines", () => {
    expect(harmlessLines(" \n\u200b\n")).toEqual([]);
  });
});
