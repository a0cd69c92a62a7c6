import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { CannotStart } from "./cannot-start.ts";
import { compiled } from "./compiled.ts";
import { clientId } from "./issuer/tokens.ts";
import { tableName } from "./names.ts";
import { placeholders } from "./template.ts";

const root = join(import.meta.dirname, "../..");
const kept = join(root, "cdk.out");

type Context = Record<string, unknown>;
type Options = { asSet?: boolean; signal?: AbortSignal };

/** How the stack is set up for this machine, whatever a deployer has set; an empty setting is left out. */
const forThisMachine: Context = {
  issuer: placeholders.issuer,
  clientIds: clientId,
  appUrl: placeholders.api,
  signInUrl: placeholders.issuer,
  mailFrom: "usher@example.org",
  firstAdmin: "admin@example.org",
  tableName,
  tableStreamArn: "",
  standbyRegion: "",
  directory: "",
};

/** What the stack is made of, this folder apart. */
const sources = ["{infra,shared,functions}/**/*", "cdk.json", "package-lock.json"];
const newest = 10;

/** Synthesizes the stack with its bundles, with its defaults or as set in cdk.json, unless that was done after the sources last changed; answers the folder. */
export async function synthesize(
  say = (_: string) => {},
  { asSet = false, signal }: Options = {},
): Promise<string> {
  const { context: set } = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8"));
  const context = contextOf(set, asSet);
  const done = join(kept, `local-${fingerprint(context)}`);
  if (existsSync(done)) return done;
  say("Building the stack, as after every change of it …");
  mkdirSync(kept, { recursive: true });
  forgetOld();
  const made = mkdtempSync(join(kept, "making-"));
  try {
    await build(made, context, signal);
    // Somebody else may have been faster: what they made is the same.
    if (!existsSync(done)) renameSync(made, done);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return done;
}

/** The context of a stack for this machine: a deployer's settings count where that is asked for, the CDK's own keys always. */
export function contextOf(set: Context, asSet: boolean): Context {
  const given = Object.entries(set).filter(([name]) => asSet || name.includes(":"));
  return { ...Object.fromEntries(given), ...forThisMachine };
}

function fingerprint(context: Context): string {
  const hash = createHash("sha256").update(JSON.stringify(context));
  const files = globSync(sources, { cwd: root, exclude: ["infra/local/**"] }).toSorted();
  for (const file of files) {
    const { mtimeMs, size } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex").slice(0, 16);
}

async function build(outdir: string, context: Context, signal?: AbortSignal) {
  signal?.throwIfAborted();
  const child = spawn(process.execPath, [join(root, "infra", "app.ts")], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
    // A Ctrl-C is for this process, which says when the build is not wanted any more.
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  signal?.addEventListener("abort", () => child.kill(), { once: true });
  const [complaint, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  signal?.throwIfAborted();
  if (code !== 0) throw new CannotStart(`The stack cannot be synthesized: ${complaint.trim()}`);
}

/** Keeps a stack among the newest for as long as it runs. Functions read its files when they are asked for. */
export function inUse(folder: string): string {
  const touch = () => existsSync(folder) && utimesSync(folder, new Date(), new Date());
  setInterval(touch, 60_000).unref();
  return folder;
}

/** Older stacks may still be in use by a host that runs: only the newest are kept. */
function forgetOld() {
  const made = globSync("{local,making}-*", { cwd: kept }).map((name) => join(kept, name));
  const age = (folder: string) => -statSync(folder).mtimeMs;
  const oldest = made.toSorted((one, other) => age(one) - age(other)).slice(newest);
  for (const folder of [...oldest, compiled.NODE_COMPILE_CACHE])
    rmSync(folder, { recursive: true, force: true });
}
