import { inkOn, readableOn } from "./colour.ts";

/** What takes the colour of the deployment: text, and buttons with their label and edge. */
export interface Tones {
  text: string;
  key: string;
  onKey: string;
  edge: string;
}

/** The tones in a light and in a dark scheme. */
export interface Palette {
  light: Tones;
  dark: Tones;
}

const own: Palette = {
  light: { text: "#8a1c3b", key: "#8a1c3b", onKey: "#ffffff", edge: "#8a1c3b" },
  dark: { text: "#f4a3b9", key: "#b02a52", onKey: "#ffffff", edge: "#b02a52" },
};

/** Of all that text stands on: the darkest in the light scheme, the lightest in the dark one. */
const grounds = { light: "#f2eeec", dark: "#2e2629" };

/** The tones of a colour; without one those of our own. The edge keeps a button apart from a ground of nearly its colour. */
export function paletteOf(colour: string | undefined): Palette {
  if (!colour) return own;
  const on = (ground: string): Tones => {
    const text = readableOn(ground, colour);
    return { text, key: colour, onKey: inkOn(colour), edge: text };
  };
  return { light: on(grounds.light), dark: on(grounds.dark) };
}
