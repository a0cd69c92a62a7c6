import { harmlessLines } from "./harmless.ts";
import { type Phrase, say } from "./phrase.ts";

/** A line of the box that says what a letter is about. */
export interface Fact {
  label: string;
  items: readonly Phrase[];
}

export type Block =
  | { paragraph: Phrase }
  | { note: Phrase }
  | { facts: readonly Fact[] }
  | { quote: string; of: Phrase }
  | { button: string; url: string };

/** What a letter says, before it is written as text and as HTML. */
export interface Sheet {
  subject: Phrase;
  /** How the reader is greeted, when the name is known. */
  firstName?: string | undefined;
  blocks: readonly Block[];
  /** Why the reader gets it, after "because". */
  because: Phrase;
}

/** The box of facts, without those that have nothing to say. */
export function box(...facts: Fact[]): Block[] {
  const said = facts.filter(({ items }) => items.some((item) => item.length > 0));
  return said.length > 0 ? [{ facts: said }] : [];
}

/** What somebody wrote, unless nothing of it can be shown. */
export const quoted = (text: string, of: Phrase): Block[] =>
  harmlessLines(text).length > 0 ? [{ quote: text, of }] : [];

/** Where to sign in, as a button, when that is known. */
export const signIn = (url: string | undefined): Block[] =>
  url ? [{ button: "Sign in", url }] : [];

export const hello = ({ firstName }: Sheet) => (firstName ? say`Hello ${firstName},` : say`Hello,`);

export const because = (sheet: Sheet) => say`You get this e-mail because ${sheet.because}.`;
