import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours for terminals alone; a file or a pipe gets plain text. */
const paint = (style: Style, text: string) => styleText(style, text, { stream: process.stdout });
const say = (line: string) => console.log(line.trimEnd());
const time = () => new Date().toLocaleTimeString("en-GB");
const below = " ".repeat(12);

/** A part of the story. */
export const chapter = (title: string) => say(`\n${paint("bold", title)}`);

/** Somebody did something, and this is what the API said. */
export function happened(who: string, what: string, status: number, answer: string) {
  const said = paint(status < 400 ? "green" : "yellow", String(status));
  say(`  ${paint("dim", time())}  ${who.padEnd(7)} ${what.padEnd(36)} ${said}  ${answer}`);
}

/** A mail that came of it. */
export const mailed = (to: string, subject: string) =>
  say(`${below}${paint("cyan", `✉ to ${to}: ${subject}`)}`);

/** What goes on in the background. */
export const noted = (line: string) => say(`${below}${paint("dim", "·")} ${line}`);

/** The last line. */
export const ended = (line: string) => say(`\n${line}\n`);
