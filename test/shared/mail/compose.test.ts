import { DomUtils, parseDocument } from "htmlparser2";
import { expect, test } from "vitest";
import { compose, lettersOf, link, signIn } from "./samples.ts";

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
  for (const { text, html } of written.map((each) => compose(each))) {
    const page = parseDocument(html);
    expect(DomUtils.textContent(page)).toContain(name);
    expect(DomUtils.textContent(DomUtils.getElementsByTagName("h1", page))).toContain(name);
    expect(text).toContain(name);
  }
});

test("a deployment has its name, logo, colour and footer in every letter", () => {
  const logo = "https://cdn.example.org/logo.png?a=1&b=2";
  const footer = "Müller & Söhne GmbH\nhttps://example.org/imprint";
  for (const letter of lettersOf(() => "Ada")) {
    const named = compose(letter, { name: 'Müller & "Söhne"', colour: "#ffdd00", footer });
    expect(named.text).toContain('\n\n—\nMüller & "Söhne"\nYou get this e-mail because ');
    expect(named.text.endsWith(`\n\n${footer}\n`)).toBe(true);
    expect(named.html).toContain("Müller &amp; Söhne GmbH<br>https://example.org/imprint<");
    expect(named.html).toContain("<bdi>Müller &amp; &quot;Söhne&quot;</bdi></p>");
    expect(`${named.text}${named.html}`).not.toMatch(/Usher|#8a1c3b|<img/);
    const { html } = compose(letter, { name: 'Müller & "Söhne"', logo });
    const [picture, more] = DomUtils.getElementsByTagName("img", parseDocument(html));
    expect(picture?.attribs).toMatchObject({ src: logo, alt: 'Müller & "Söhne"' });
    expect(more).toBeUndefined();
  }
});

test("names are kept apart from the sentence, in whatever direction they are written", () => {
  for (const { html } of lettersOf(() => "שרה").map((each) => compose(each))) {
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
