/** Code points that show nothing: controls, direction marks, fillers, halves. Joiners that scripts and emoji need stay. */
const unseen =
  /[[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}]--[\u200c\u200d\ufe0f]]/gv;
const blank = /[\s\p{Cc}\u2800]+/gu;
const lineEnd = /\r\n|[\n\v\f\r\x85\u2028\u2029]/;
/** Marks piled on one letter paint over the lines above it. */
const piled = /(\p{M}{5})\p{M}+/gu;

/**
 * What makes a link of a text, before more text: full stops that browsers take for one, colon, at sign, backslash.
 * And what makes a coded word of a subject, in which all of that could hide (RFC 2047).
 * A hair space goes behind each: no link finder reads across a space, and no browser takes one in a host name, while
 * zero-width characters count as letters for some finders and are dropped by browsers, so that the link would work.
 * At the end, too, but for full stops: what we write goes on right behind a name.
 */
const joint =
  /[.\u2024\u3002\ufe52\uff0e\uff61](?=[^\s.])|[:\ufe55\uff1a@\ufe6b\uff20\\](?=[^\s.]|$)|=(?=\?)/gu;

const tidy = (typed: string) =>
  typed.replace(unseen, "").replace(blank, " ").trim().replace(piled, "$1");

function cut(text: string, most: number): string {
  const points = [...text];
  return points.length > most
    ? `${points
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : text;
}

/** What somebody typed, as one line that can be shown anywhere: nothing unseen, no line ends, nothing that becomes a link. */
export const harmless = (typed: string, most = 80): string =>
  cut(tidy(typed), most).replace(joint, "$&\u200a") || "(no name)";

/** Lines that whoever runs the deployment wrote: nothing unseen in them, but links stay. */
export const trustedLines = (text: string): string[] => text.split(lineEnd).map(tidy);

/** What somebody typed, of several lines: at most 1,000 characters and 12 lines. */
export function harmlessLines(typed: string): string[] {
  const lines = cut(typed.trim(), 1000).split(lineEnd).map(tidy);
  const spaced = lines.filter((line, index) => line || lines[index - 1]);
  const shown = [...spaced.slice(0, 11), spaced.slice(11).join(" ").trim()];
  while (shown.length > 0 && !shown.at(-1)) shown.pop();
  return shown.map((line) => line.replace(joint, "$&\u200a"));
}
