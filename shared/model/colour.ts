const parts = (colour: string) =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** A colour `#rrggbb` with a share, from 0 to 1, of another one. */
export function mix(colour: string, other: string, share: number): string {
  const into = parts(other);
  const mixed = parts(colour).map((part, at) =>
    Math.round(part + ((into[at] as number) - part) * share),
  );
  return ["#", ...mixed.map((part) => part.toString(16).padStart(2, "0"))].join("");
}

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red, green, blue] = parts(colour).map((part) =>
    part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours as WCAG 2 defines it, from 1 to 21; text needs 4.5. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return ((light as number) + 0.05) / ((dark as number) + 0.05);
}

/** Black or white, whichever is read better on a colour: one of them has a contrast of 4.5 at least. */
export const inkOn = (ground: string): string =>
  contrast("#000000", ground) > contrast("#ffffff", ground) ? "#000000" : "#ffffff";

/** The colour, darker or lighter by no more than it takes to read it on a ground. */
export function readableOn(ground: string, colour: string): string {
  const shares = Array.from({ length: 20 }, (_, step) => step / 20);
  const shades = shares.map((share) => mix(colour, inkOn(ground), share));
  return shades.find((shade) => contrast(shade, ground) >= 4.5) ?? inkOn(ground);
}
