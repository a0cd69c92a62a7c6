import { expect } from "vitest";
import type { Person } from "./given.ts";
import type { ImportLine } from "./imports.ts";

/** Every line, page by page, as the header Link leads on. */
export async function everything<Line = ImportLine>(
  { owner, path }: { owner: Person; path: string },
  query: string,
) {
  const lines: Line[] = [];
  for (let next: string | undefined = query; next !== undefined; ) {
    const { status, headers, body } = await owner.get(`${path}/export${next}`);
    expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    const page = String(body).split("\n").slice(0, -1);
    expect(page.length).toBeLessThanOrEqual(Number(/limit=(\d+)/.exec(query)?.[1] ?? 25));
    lines.push(...page.map((line) => JSON.parse(line) as Line));
    next = /^<(\?[^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
  }
  return lines;
}
