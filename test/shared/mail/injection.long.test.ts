import { createRequire } from "node:module";
import fc from "fast-check";
import { DomUtils, parseDocument } from "htmlparser2";
import { describe, expect, test } from "vitest";
import type { LetterContent } from "../../../shared/mail/letter.ts";
import { hostile } from "./hostile.ts";
import { compose, lettersOf, link, signIn } from "./samples.ts";

type Node = ReturnType<typeof parseDocument>["children"][number];
type Finder = { match(text: string): { url: string }[] | null };
const LinkFinder: new (options: object) => Finder = createRequire(import.meta.url)("linkify-it");
const finder = new LinkFinder({ fuzzyLink: true, fuzzyIP: true, fuzzyEmail: true });

type Written = ReturnType<typeof compose>;
const logo = "https://cdn.example.org/logo.png?size=40&x='";

/** Every letter with such names, that of the deployment too; some have its logo. */
const written = (name: () => string) =>
  lettersOf(name).map((letter, index) =>
    compose(letter, { name: name(), ...(index % 2 ? { logo } : { colour: "#ffdd00" }) }),
  );

/** Writes every letter with hostile names, beside the same letter with a harmless one. */
function everyLetter(check: (letter: Written, harmless: Written) => void) {
  const names = fc.array(hostile, { minLength: 30, maxLength: 30 });
  const calm = written(() => "Ada");
  fc.assert(
    fc.property(names, (names) => {
      let next = 0;
      const letters = written(() => names[next++ % names.length] as string);
      for (const [index, letter] of letters.entries()) check(letter, calm[index] as Written);
    }),
    { numRuns: 170 },
  );
}

/** Every element with its attributes, every comment, and that there is text: all but what the text says. */
function skeleton(node: Node): unknown {
  if (node.type === "text") return "text";
  if (node.type === "comment") return node.data;
  if (!("children" in node)) return node.type;
  const attributes =
    "attribs" in node ? { ...node.attribs, "aria-label": undefined, alt: undefined } : {};
  return ["name" in node && node.name, attributes, node.children.map(skeleton)];
}

/** What people read, each block on its own lines, without what is a link of ours. */
function readable(node: Node): string {
  if (node.type === "text") return node.data;
  if (!("children" in node) || ("name" in node && /^(a|style)$/.test(node.name))) return "\n";
  const inside = node.children.map(readable).join("");
  return "name" in node && node.name === "bdi" ? inside : `\n${inside}\n`;
}

const withoutOurs = (text: string) => text.replace(link, "").replace(signIn, "");

/** Host names as browsers read them, which skip over invisible characters. */
const joined = (text: string) =>
  text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .match(
      /\S*[\p{L}\p{N}][.\u2024\u3002\ufe52\uff0e\uff61][\p{L}\p{N}]\S*|\p{L}:\S+|\S+@\S+|\\\\\S+/u,
    )?.[0];

describe("a letter full of hostile names", () => {
  test("has a subject of one short line", () =>
    everyLetter(({ subject }) => {
      expect(subject).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]{1,150}$/u);
      expect(subject).not.toContain("=?");
    }));

  test("has the very elements and attributes of a harmless one", () =>
    everyLetter((letter, harmless) => {
      const [one, other] = [letter, harmless].map(({ html }) => parseDocument(html));
      expect(one?.children.map(skeleton)).toEqual(other?.children.map(skeleton));
    }));

  test("has as many lines of text as a harmless one", () =>
    everyLetter((letter, harmless) => {
      const [one, other] = [letter, harmless].map(({ text }) => text.split("\n").length);
      expect(one).toBe(other);
    }));

  test("links nothing that was typed, whoever looks for links", () =>
    everyLetter(({ subject, text, html }) => {
      const shown = parseDocument(html).children.map(readable).join("");
      for (const part of [subject, withoutOurs(text), shown]) {
        expect(finder.match(part)).toBeNull();
        expect(joined(part)).toBeUndefined();
      }
    }));

  test("holds no control character, no direction mark and no half character", () =>
    everyLetter(({ subject, text, html }) => {
      for (const part of [subject, text, html]) {
        expect(part.isWellFormed()).toBe(true);
        expect(part.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
      }
    }));

  test("shows the words of a footer, and its logo, as what they are", () => {
    const [invitation] = lettersOf(() => "Ada") as [LetterContent];
    const look = { logo, footer: "Ada" };
    const calm = parseDocument(compose(invitation, look).html).children.map(skeleton);
    fc.assert(
      fc.property(hostile, hostile, (words, name) => {
        const footer = words.replace(/[\n\v\f\r\x85\u2028\u2029]/g, " ");
        const spiteful = { footer: `Acme ${footer}`, logo: `${logo}${footer}`, name };
        const { text, html } = compose(invitation, spiteful);
        const page = parseDocument(html);
        const [picture] = DomUtils.getElementsByTagName("img", page);
        expect(picture?.attribs.src).toBe(spiteful.logo);
        if (picture) picture.attribs.src = logo;
        expect(page.children.map(skeleton)).toEqual(calm);
        const [, , last] = /(^|\n\n)(.+)\n$/.exec(text) ?? [];
        expect(last).toMatch(/^Acme/);
        expect(last).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
        expect(DomUtils.textContent(page)).toContain(last);
      }),
    );
  });

  test("quotes every line of a message, in the text and in the HTML", () => {
    const [invitation] = lettersOf(() => "Ada");
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 20 }), (lines) => {
        const message = `Hi\n${lines.join("\n")}`;
        const { text, html } = compose({ ...invitation, message } as LetterContent);
        const [, quoted = ""] =
          /Ada writes:\n([\s\S]*?)\n\nSee the invitation:\n\n/.exec(text) ?? [];
        const shown = quoted.split("\n");
        expect(shown.length).toBeLessThanOrEqual(12);
        for (const line of shown) expect(line).toMatch(/^>( \S.*)?$/);
        const [, block = ""] = /<blockquote[^>]*>([\s\S]*)<\/blockquote>/.exec(html) ?? [];
        expect(block.split("<br>").length).toBe(shown.length);
        expect(block.replaceAll("<br>", "")).not.toMatch(/[<>"']/);
        expect(joined(quoted)).toBeUndefined();
      }),
    );
  });
});
