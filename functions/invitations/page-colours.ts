import { inkOn, mix, readableOn } from "../../shared/model/colour.ts";
import { paletteOf, type Tones } from "../../shared/model/palette.ts";

/** What the name on the wall is written in. */
const chalk = "#f8e9dc";

/** The page in the colour of the deployment: a wall dark enough for the name on it, a door of the same wood. */
export function pageColours(colour: string): { style: string; wall: string } {
  const { light, dark } = paletteOf(colour);
  const wall = readableOn(chalk, colour);
  const style = `:root {${tones(light)}${room(wall)}${door(wall)}}
@media (prefers-color-scheme: dark) { :root {${tones(dark)}${room(mix(wall, "#000000", 0.45))}} }`;
  return { style, wall };
}

const tones = ({ text, key, onKey, edge }: Tones) =>
  `--brand:${text};--key:${key};--key-ink:${onKey};--key-edge:${edge};--key-over:${mix(key, inkOn(onKey), 0.2)};`;

const room = (wall: string) =>
  `--wall:linear-gradient(${mix(wall, "#000000", 0.3)},${wall});--floor:${mix(wall, "#000000", 0.45)};`;

const door = (wall: string) =>
  `--leaf:${mix(wall, "#ffffff", 0.14)};--panel:${mix(wall, "#ffffff", 0.04)};--frame:${mix(wall, "#ffffff", 0.25)};`;
