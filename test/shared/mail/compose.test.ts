import { DomUtils, parseDocument } from "htmlparser2";
import { expect, test } from "vitest";
import { compose } from "../../../shared/mail/compose.ts";
import { lettersOf, link, signIn } from "./samples.ts";

const letters = lettersOf(() => "Ada").map((letter) => [letter.letter, letter] as const);
const words = (of: string) => of.match(/[\p{L}\p{N}]+/gu) ?? [];

test.each(letters)("%s is a page in English with one heading", (_, letter) => {
  const { subject, html } = compose(letter);
  expect(html).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
  expect(html).toContain(`<title>${subject}</title>`);
  expect(html.match(/<h1/g)).toHaveLength(1);
  for (const [table] of html.matchAll(/<table[^>]*>/g)) expect(table).toContain("presentation");
});

test.each(letters)("%s says in HTML all that it says in the text", (_, letter) => {
  const { text, html } = compose(letter);
  const shown = words(html.replace(/<style>.*<\/style>/s, "").replace(/<[^>]*>/g, " "));
  for (const word of words(text)) expect(shown).toContain(word);
});

test.each(letters)("%s shows names letter by letter", (_, { letter }) => {
  const name = `Tom & "Jerry's" <b> &lt;b&gt; &copy`;
  const written = lettersOf(() => name).filter((other) => other.letter === letter);
  for (const { text, html } of written.map(compose)) {
    const page = parseDocument(html);
    expect(DomUtils.textContent(page)).toContain(name);
    expect(DomUtils.textContent(DomUtils.getElementsByTagName("h1", page))).toContain(name);
    expect(text).toContain(name);
  }
});

test("names are kept apart from the sentence, in whatever direction they are written", () => {
  for (const { html } of lettersOf(() => "שרה").map(compose)) {
    expect(
      html.replace(/<bdi>[^<]*<\/bdi>|<title>.*<\/title>|aria-label="[^"]*"/g, ""),
    ).not.toMatch(/<(p|h1|li)[^>]*>[^<]*שרה/);
    expect(html).toContain("<bdi>שרה</bdi>");
  }
});

test.each(letters)(
  "%s has at most one button, its link bare below it, and fetches nothing",
  (_, letter) => {
    const { text, html } = compose(letter);
    const urls = { invitation: [link], "access-granted": [signIn] }[letter.letter as string] ?? [];
    expect(text.split("\n").filter((line) => line.includes("://"))).toEqual(urls);
    const elements = DomUtils.getElementsByTagName("*", parseDocument(html));
    const links = elements.flatMap(({ attribs }) => attribs.href ?? attribs.src ?? []);
    expect(links).toEqual([...urls, ...urls]);
    expect(DomUtils.textContent(parseDocument(html))).toContain(urls[0] ?? "");
    expect(html).not.toMatch(/<(img|script|link|iframe|form|object)|url\(|@import/);
  },
);
