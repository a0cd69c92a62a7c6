import fc from "fast-check";
import { expect, test } from "vitest";
import { pageColours } from "../../../functions/invitations/page-colours.ts";
import { contrast, inkOn } from "../../../shared/model/colour.ts";
import { paletteOf } from "../../../shared/model/palette.ts";

const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

const places = [
  ["light", ["#ffffff", "#f2eeec", "#f6f3f2", "#fbf4ea"]],
  ["dark", ["#151214", "#221c1f", "#2d2529", "#2e2629"]],
] as const;

test("contrast is that of WCAG", () => {
  expect(contrast("#ffffff", "#000000")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect([inkOn("#ffdd00"), inkOn("#003366")]).toEqual(["#000000", "#ffffff"]);
});

test("any colour can be read, on every ground, in both schemes", () => {
  const good = (colour: string) => {
    const palette = paletteOf(colour);
    for (const [scheme, grounds] of places) {
      const { text, key, onKey, edge } = palette[scheme];
      expect(key).toBe(colour);
      expect(contrast(onKey, key)).toBeGreaterThanOrEqual(4.5);
      for (const ground of grounds)
        for (const shown of [text, edge])
          expect(contrast(shown, ground)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast("#f8e9dc", pageColours(colour).wall)).toBeGreaterThanOrEqual(4.5);
  };
  fc.assert(fc.property(colours, good), {
    examples: [["#000000"], ["#ffffff"], ["#ffdd00"], ["#777777"]],
  });
});

test("a colour that can be read already stays as it is, and without one there are our own", () => {
  expect(paletteOf("#003366").light.text).toBe("#003366");
  expect(paletteOf(undefined).light.key).toBe("#8a1c3b");
});
