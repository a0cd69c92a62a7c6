import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { CannotStart } from "./cannot-start.ts";
import { barOf } from "./import/bar.ts";
import { importFile, type Outcome, type Wanted } from "./import/run.ts";
import { CannotGoOn } from "./import/send.ts";
import { readSettings } from "./settings.ts";
import { findRunning, notRunning } from "./state.ts";

const usage = `Say which file: npm run import -- customers.ndjson

  --dry-run     looks at every line and changes nothing
  --tell        writes to people about what they are given
  --api <url>   where to: this machine's Usher unless said
  --at-once <n> requests at the same time, 4 unless said

The environment variable USHER_TOKEN is the access token, or the key of an API user, of whoever imports.`;

/** What is asked for, or one line that says what is missing. */
function wantedFrom(args: readonly string[], env: NodeJS.ProcessEnv): Wanted {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      tell: { type: "boolean", default: false },
      api: { type: "string" },
      "at-once": { type: "string", default: "4" },
    },
  });
  const [file] = positionals;
  const atOnce = Number(values["at-once"]);
  if (!file || positionals.length > 1 || !(atOnce >= 1 && atOnce <= 64))
    throw new CannotStart(usage);
  if (!existsSync(file)) throw new CannotStart(`There is no file ${file}.`);
  const api = values.api ?? apiHere(env);
  if (!env.USHER_TOKEN) throw new CannotStart("Say who imports: USHER_TOKEN=<access token or key>");
  return {
    file,
    api: api.replace(/\/+$/, ""),
    token: env.USHER_TOKEN,
    atOnce,
    dryRun: values["dry-run"],
    tell: values.tell,
  };
}

function apiHere(env: NodeJS.ProcessEnv): string {
  const { stateDir } = readSettings(env);
  const running = findRunning(stateDir);
  if (!running) throw new CannotStart(`${notRunning(stateDir)} Or say where it is: --api <url>`);
  return running.api;
}

/** Draws how far it is: in place where somebody looks, every few seconds otherwise. */
function drawing() {
  const [began, isSeen] = [Date.now(), process.stderr.isTTY];
  let last = 0;
  let first: number | undefined;
  return (done: number, total: number) => {
    const now = Date.now();
    first ??= done;
    if (done < total && now - last < (isSeen ? 100 : 5_000)) return;
    last = now;
    const bar = barAt(done, total, (done - first) / Math.max(0.001, (now - began) / 1000));
    process.stderr.write(isSeen ? `\r\x1b[2K${bar}${done < total ? "" : "\n"}` : `${bar}\n`);
  };
}

function barAt(done: number, total: number, perSecond: number): string {
  if (done >= total || perSecond === 0) return barOf({ done, total, perSecond }, done >= total);
  const end = new Date(Date.now() + ((total - done) / perSecond) * 1000);
  return barOf({ done, total, perSecond, estimatedEnd: end.toISOString() }, false);
}

function summaryOf({ counts, refused, results }: Outcome, { dryRun }: Wanted): string {
  const figures = [...counts].sort().map(([status, n]) => `${n} ${status}`);
  const lines = refused.map(
    ({ line, kind = "", key = "", detail = "" }) =>
      `  line ${line}: ${[kind, key].filter(Boolean).join(" ")}${kind ? ": " : ""}${detail}`,
  );
  const more = (counts.get("refused") ?? 0) - refused.length;
  return [
    `${dryRun ? "Would be" : "Imported"}: ${figures.join(", ") || "nothing"}.`,
    ...(lines.length > 0 ? ["Refused:", ...lines] : []),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    `What became of each line stands in ${results}.`,
  ].join("\n");
}

try {
  const wanted = wantedFrom(process.argv.slice(2), process.env);
  const outcome = await importFile(wanted, drawing());
  console.log(summaryOf(outcome, wanted));
  process.exitCode = outcome.counts.get("refused") || outcome.counts.get("later") ? 1 : 0;
} catch (error) {
  const isForeseen = error instanceof CannotStart || error instanceof CannotGoOn;
  if (!isForeseen && !(error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS")) throw error;
  const how = error instanceof CannotGoOn ? "\nRun the same command again to go on." : "";
  console.error(`${(error as Error).message}${how}`);
  process.exitCode = 2;
}
