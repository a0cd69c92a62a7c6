import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** Files that make up a resource; copies of them under new names make more of the like. */
const resource = ["shared/model/project.ts", "shared/table/projects.ts", "shared/api/projects.ts"];
const useCases = "functions/projects";

/** Copies the sources into a folder with at least so many contracts, and builds its bundles there; answers how many there are. */
export function buildWithContracts(wanted: number, existing: number, to: string): number {
  for (const part of ["functions", "infra", "shared", "package.json"])
    cpSync(join(root, part), join(to, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(to, "node_modules"));
  const verbs = readdirSync(join(root, useCases)).filter((file) => file.endsWith(".ts"));
  const copies = Math.ceil((wanted - existing) / verbs.length);
  for (let copy = 1; copy <= copies; copy++) {
    mkdirSync(join(to, `${useCases}${copy}`));
    for (const file of [...resource, ...verbs.map((verb) => `${useCases}/${verb}`)])
      writeFileSync(join(to, renamed(file, copy)), renamed(read(file), copy));
  }
  const index = "shared/api/index.ts";
  const nouns = Array.from({ length: copies }, (_, i) => `projects${i + 1}`);
  writeFileSync(
    join(to, index),
    [read(index), ...nouns.map((noun) => `export { ${noun} } from "./${noun}.ts";`)].join("\n"),
  );
  const build = `(await import("./infra/bundle.ts")).buildBundles("bundles")`;
  const arguments_ = ["--input-type=module", "--eval", build];
  const { status, stderr } = spawnSync(process.execPath, arguments_, { cwd: to });
  if (status !== 0) throw new Error(String(stderr));
  return existing + copies * verbs.length;
}

const read = (file: string) => readFileSync(join(root, file), "utf8");

/** The same resource under a name of its own: files, paths, and the names that others import. */
const renamed = (text: string, copy: number) =>
  text
    .replaceAll(/(\/|api\.)projects\b/g, `$1projects${copy}`)
    .replaceAll(/(model\/project)\.ts/g, `$1${copy}.ts`)
    .replaceAll("export const projects =", `export const projects${copy} =`);
