import { type Indexed, indexFile, openLines } from "./file.ts";
import { openJournal, type Result } from "./journal.ts";
import { linesAtOnce } from "./order.ts";
import { send, type Target } from "./send.ts";

/** What is asked for at the keyboard. */
export interface Wanted {
  file: string;
  api: string;
  token: string;
  dryRun: boolean;
  tell: boolean;
  atOnce: number;
}

/** How an import ended. */
export interface Outcome {
  /** How many lines had which result, those of runs before included. */
  counts: ReadonlyMap<string, number>;
  /** The first lines that were refused. */
  refused: Result[];
  results: string;
}

/** Bytes of lines in one request: the API takes a megabyte. */
const bytesAtOnce = 900_000;
const shownAtMost = 20;

type Line = Indexed["lines"][number];

/** Imports a file: phase by phase, so that nothing is sent before what it rests on is there. */
export async function importFile(
  wanted: Wanted,
  progress: (done: number, total: number) => void,
): Promise<Outcome> {
  const { file, api, dryRun, atOnce } = wanted;
  const { lines, wrong, sha256 } = await indexFile(file);
  const path = `${file}.${dryRun ? "dry-run" : "results"}.ndjson`;
  const journal = await openJournal(path, { sha256, api, dryRun });
  const left = lines.filter(({ number }) => !journal.done.has(number));
  const total = lines.length + wrong.length;
  const outcome = { counts: journal.counts, refused: [] as Result[], results: path };
  const note = (results: Result[]) => {
    journal.add(results);
    for (const one of results) {
      journal.counts.set(one.status, (journal.counts.get(one.status) ?? 0) + 1);
      const isShown = one.status === "refused" && outcome.refused.length < shownAtMost;
      if (isShown) outcome.refused.push(one);
    }
    progress(
      [...journal.counts.values()].reduce((sum, n) => sum + n, 0),
      total,
    );
  };
  note(wrong.map(({ line, detail }) => ({ line, status: "refused", code: "invalid", detail })));
  const would = dryRun ? new Set<string>() : undefined;
  const source = openLines(file);
  try {
    for (const phase of Map.groupBy(left, ({ phase }) => phase).values()) {
      const portions = portionsOf(phase);
      const work = async () => {
        for (let next = portions.shift(); next; next = portions.shift())
          note(await sent(next, source, targetOf(wanted), would));
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    }
  } finally {
    source.close();
  }
  return outcome;
}

const targetOf = ({ api, token, dryRun, tell }: Wanted): Target => {
  const query = new URLSearchParams({
    ...(dryRun && { dryRun: "true" }),
    ...(tell && { tell: "true" }),
  });
  return { api, token, query: query.size > 0 ? `?${query}` : "" };
};

function portionsOf(lines: readonly Line[]): Line[][] {
  const portions: Line[][] = [];
  let room = 0;
  for (const line of lines) {
    const last = portions.at(-1);
    if (!last || line.bytes > room || last.length >= linesAtOnce(line.phase)) {
      portions.push([line]);
      room = bytesAtOnce;
    } else last.push(line);
    room -= line.bytes;
  }
  return portions;
}

async function sent(
  portion: readonly Line[],
  source: { read(line: Line): unknown },
  target: Target,
  would: Set<string> | undefined,
): Promise<Result[]> {
  const answers = await send(portion.map(source.read), target);
  return answers.map(({ status, ...rest }, i): Result => {
    const { index: _, ...said } = rest as typeof rest & { index?: number };
    const result = { line: portion[i]?.number ?? 0, status, ...said };
    return would ? foreseen(result, would) : result;
  });
}

/** In a dry run nothing is made that later lines could rest on: what rests on lines of the file that are fine is fine, too. */
function foreseen(result: Result, would: Set<string>): Result {
  const { needs = [], code: _, detail: __, ...rest } = result;
  const isFine =
    result.status !== "refused" || (needs.length > 0 && needs.every((one) => would.has(one)));
  if (isFine) would.add(`${result.kind} ${result.key}`);
  return isFine && result.status === "refused" ? { ...rest, status: "created" } : result;
}
