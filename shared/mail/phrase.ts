import { readableAddress } from "../model/email-address.ts";
import { harmless } from "./harmless.ts";

/** A sentence that knows which of its words are ours and which somebody typed. */
export type Phrase = readonly (string | { typed: string })[];

/** Words of our own where a text would count as typed. */
export const ours = (words: string): Phrase => [words];

/** Writes a phrase: every text that is put in counts as typed. */
export function say(words: TemplateStringsArray, ...values: (string | Phrase)[]): Phrase {
  return words.flatMap((word, index): Phrase => {
    const value = values[index] ?? [];
    return [word, ...(typeof value === "string" ? [{ typed: value }] : value)];
  });
}

/** "a, b and c" */
export function all(items: readonly (string | Phrase)[]): Phrase {
  return items.flatMap((item, index): Phrase => {
    const joint = index === 0 ? "" : index === items.length - 1 ? " and " : ", ";
    return say`${ours(joint)}${item}`;
  });
}

/** At most twenty of the names, each a phrase, and how many more there are. */
export function named(names: readonly string[], count = names.length): Phrase[] {
  const shown = names.slice(0, 20).map((name) => say`${name}`);
  return count > shown.length ? [...shown, ours(`and ${count - shown.length} more`)] : shown;
}

interface Place {
  customer: string;
  project?: string | undefined;
  customers?: { group?: string | undefined } | undefined;
  onPlatform?: boolean | undefined;
}

/** True of the platform itself. */
export const isPlatform = ({ onPlatform, customers }: Place) => onPlatform === true && !customers;

/** The customer, one of its projects, customers right below it, or the platform. */
export function place(of: Place): Phrase {
  const { customer, project, customers } = of;
  if (isPlatform(of)) return say`the platform`;
  if (customers?.group !== undefined)
    return say`the customers in ${customers.group} (a group of ${customer})`;
  if (customers) return say`all customers of ${customer}`;
  return project === undefined ? say`${customer}` : say`${project} (${customer})`;
}

/** The same after the word that roles there take. */
export const within = (of: Place): Phrase =>
  isPlatform(of) ? say`on the platform` : say`in ${place(of)}`;

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** Without Intl: making one of its formats takes a third as long as the table's client. */
const day = (date: Date) =>
  `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;

/** An instant in words: "29 November 2026 at 09:30 UTC". */
export function moment(instant: string): Phrase {
  const date = new Date(instant);
  return ours(`${day(date)} at ${date.toISOString().slice(11, 16)} UTC`);
}

/** An address as people know it. */
export const mailbox = (address: string): Phrase => say`${readableAddress(address)}`;

/** Why somebody may do less than before: somebody else saw to it, or nobody did. */
export const changedBy = (by?: string): Phrase =>
  by === undefined ? ours("they gave that up themselves") : say`${by} changed their access`;

/** The phrase as plain text, each typed part cut to `most` characters. */
export const plain = (phrase: Phrase, most?: number): string =>
  phrase.map((part) => (typeof part === "string" ? part : harmless(part.typed, most))).join("");
