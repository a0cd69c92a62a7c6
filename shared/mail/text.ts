import type { Brand } from "./brand.ts";
import { harmlessLines, trustedLines } from "./harmless.ts";
import { plain, say } from "./phrase.ts";
import { type Block, because, type Fact, hello, type Sheet } from "./sheet.ts";

/** The plain text part. Lines are never wrapped, and a link stands alone on its line. */
export function asText(sheet: Sheet, { name, footer }: Brand): string {
  const foot = `—\n${plain(say`${name}`)}\n${plain(because(sheet))}`;
  const below = footer ? [trustedLines(footer).join("\n")] : [];
  return `${[plain(hello(sheet)), ...sheet.blocks.map(block), foot, ...below].join("\n\n")}\n`;
}

function block(block: Block): string {
  if ("paragraph" in block) return plain(block.paragraph);
  if ("note" in block) return plain(block.note);
  if ("facts" in block) return block.facts.map(fact).join("\n");
  if ("button" in block) return `${block.button}:\n\n${block.url}`;
  const lines = harmlessLines(block.quote).map((line) => `> ${line}`.trimEnd());
  return [`${plain(block.of)}:`, ...lines].join("\n");
}

function fact({ label, items }: Fact): string {
  const lines = items.map((item) => plain(item));
  return lines.length === 1
    ? `${label}: ${lines[0]}`
    : [`${label}:`, ...lines.map((line) => `- ${line}`)].join("\n");
}
