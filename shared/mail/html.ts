import { escaped } from "../model/escaped.ts";
import { type Palette, paletteOf } from "../model/palette.ts";
import type { Brand } from "./brand.ts";
import { harmless, harmlessLines, trustedLines } from "./harmless.ts";
import { frame, logo, small } from "./look.ts";
import { type Phrase, plain, say } from "./phrase.ts";
import { type Block, because, type Fact, hello, type Sheet } from "./sheet.ts";

/** What somebody typed is isolated, so that right-to-left names leave the sentence around them in order. */
const rich = (phrase: Phrase) =>
  phrase
    .map((part) =>
      typeof part === "string" ? escaped(part) : `<bdi>${escaped(harmless(part.typed))}</bdi>`,
    )
    .join("");

/** The HTML part. */
export function asHtml(sheet: Sheet, brand: Brand): string {
  const palette = paletteOf(brand.colour);
  const name = say`${brand.name}`;
  const [preview] = sheet.blocks.flatMap((block) =>
    "paragraph" in block ? [block.paragraph] : [],
  );
  return frame(palette, {
    title: escaped(plain(sheet.subject)),
    preview: escaped(plain(preview ?? [])),
    brand: brand.logo ? logo(escaped(brand.logo), escaped(plain(name))) : rich(name),
    heading: rich(sheet.subject),
    hello: rich(hello(sheet)),
    body: sheet.blocks.map((each) => block(each, palette)).join("\n"),
    foot: rich(because(sheet)),
    footer: brand.footer ? trustedLines(brand.footer).map(escaped).join("<br>") : "",
  });
}

function block(block: Block, palette: Palette): string {
  if ("paragraph" in block) return `<p style="margin:0 0 16px">${rich(block.paragraph)}</p>`;
  if ("note" in block) return small(rich(block.note));
  if ("facts" in block)
    return `<div class="box" style="margin:0 0 20px;padding:14px 16px 4px;background:#f6f3f2;border-radius:10px">${block.facts.map(fact).join("")}</div>`;
  if ("button" in block) return button(escaped(block.button), escaped(block.url), palette);
  const lines = harmlessLines(block.quote).map(escaped).join("<br>");
  return `<p style="margin:0 0 6px">${rich(block.of)}:</p>
<blockquote class="rule" dir="auto" style="margin:0 0 20px;padding:2px 14px;border-left:3px solid ${palette.light.text}">${lines}</blockquote>`;
}

function fact({ label, items }: Fact): string {
  const value =
    items.length === 1
      ? `<p style="margin:0 0 10px">${rich(items[0] as Phrase)}</p>`
      : `<ul style="margin:0 0 10px;padding-left:20px">${items.map((item) => `<li>${rich(item)}</li>`).join("")}</ul>`;
  return small(escaped(label), 0) + value;
}

const button = (label: string, url: string, { light: { text, key, onKey, edge } }: Palette) =>
  `<table role="presentation" cellspacing="0" cellpadding="0" style="margin:4px 0 16px"><tr><td class="key" bgcolor="${key}" style="border:1px solid ${edge};border-radius:10px"><a href="${url}" style="display:inline-block;padding:12px 25px;color:${onKey};font-weight:600;text-decoration:none">${label}</a></td></tr></table>
${small(`If the button does not work, open this address:<br><a class="link" href="${url}" style="color:${text};word-break:break-all">${url}</a>`)}`;
