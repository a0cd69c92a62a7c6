import { readableAddress } from "./email-address.ts";
import type { User } from "./user.ts";
import type { UserGroup } from "./user-group.ts";

/** Whoever has a longer name is found by its first words. */
const wordsAtMost = 8;

/** The form in which names and what is searched for are compared: words of letters and digits, without accents and in one case, joined by dots. A dot comes before every letter, so the order of texts is that of relevance. */
export const phraseOf = (text: string) => wordsOf(text).join(".");

/** Letters with strokes and joined ones, of which Unicode makes no letter and accent. */
const plain: Record<string, string> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  æ: "ae",
  œ: "oe",
  þ: "th",
};

const wordsOf = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    // There and back makes one of ß and ss.
    .toUpperCase()
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/[łøđðħæœþ]/g, (letter) => plain[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** A name from each of its words on, then from its beginning. */
function phrasesOfName(name: string): string[] {
  const words = wordsOf(name);
  return words
    .slice(0, wordsAtMost)
    .map((_, i) => [...words.slice(i), ...words.slice(0, i)].join("."));
}

/** An address from each word before the at sign on. */
function phrasesOfAddress(email: string): string[] {
  const [local = "", domain = ""] = readableAddress(email).split("@");
  const words = wordsOf(local);
  return words
    .slice(0, wordsAtMost)
    .map((_, i) => [...words.slice(i), phraseOf(domain)].filter(Boolean).join("."));
}

type Named = Pick<User, "firstName" | "lastName" | "email"> & { username?: string };

/** What somebody is found by: the beginning of any word of their names and address. */
export const phrasesOf = ({ firstName, lastName, email, username = "" }: Named): string[] => [
  ...new Set([
    ...phrasesOfName(`${firstName} ${lastName}`),
    ...phrasesOfAddress(email),
    ...(username && username !== email ? [phraseOf(username)] : []),
  ]),
];

/** What a group is found by. */
export const phrasesOfGroup = ({ identifier, displayName }: ShownGroup): string[] => [
  ...new Set([...phrasesOfName(displayName), ...phrasesOfName(identifier)]),
];
type ShownGroup = Pick<UserGroup, "identifier" | "displayName">;

/** How near what is searched for comes to one of these phrases: the whole, whole words, or a beginning; undefined when nothing begins with it. */
export function nearness(phrases: readonly string[], phrase: string): 0 | 1 | 2 | undefined {
  const found = phrases.filter((one) => one.startsWith(phrase));
  if (found.length === 0) return undefined;
  if (found.includes(phrase)) return 0;
  return found.some((one) => one[phrase.length] === ".") ? 1 : 2;
}
