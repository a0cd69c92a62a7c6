import { endpoints, entities, patterns } from "./charts.ts";
import { costs } from "./costs.ts";
import { matrices } from "./matrices.ts";

const parts = { endpoints, matrices, entities, patterns, costs };

/** The README with every generated part as the code now says it. */
export function withCharts(readme: string): string {
  let text = readme;
  for (const [name, chart] of Object.entries(parts)) {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [before, rest] = text.split(begin);
    const after = rest?.split(end)[1];
    if (before === undefined || after === undefined)
      throw new Error(`README.md has no ${begin} … ${end}`);
    text = `${before}${begin}\n\n${chart()}\n\n${end}${after}`;
  }
  return text;
}
