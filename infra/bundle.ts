import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { type BuildOptions, buildSync, type TransformOptions, transformSync } from "esbuild";
import { openapi } from "../shared/api/openapi.ts";
import { CannotSynthesize } from "./cannot-synthesize.ts";
import { type BundleName, type Bundles, bundleNames } from "./plan.ts";
import { endpoints } from "./routes.ts";

const output = {
  minify: true,
  platform: "node",
  target: "node24",
  legalComments: "none",
} as const satisfies TransformOptions;

/** How every bundle is built: the SDK inside starts faster than the runtime's. */
const buildOptions = {
  ...output,
  bundle: true,
  format: "esm",
  splitting: true,
  entryNames: "index",
  mainFields: ["module", "main"],
  conditions: ["module"],
  logLevel: "silent",
  define: { "import.meta.dirname": "__dirname" },
  alias: {
    "@aws-sdk/credential-provider-node": join(import.meta.dirname, "lambda-credentials.ts"),
  },
  // What the SDK imports for browsers and for answers that are streams of events: none comes here.
  external: ["bowser", "@smithy/core/event-streams"],
} as const satisfies BuildOptions;

/** How each file of a bundle is made CommonJS. With `import()` Node would read it as if it might be ESM, which takes longer. */
const fileOptions = {
  ...output,
  format: "cjs",
  supported: { "dynamic-import": false },
  // esbuild exports getters, for what changes later or goes round in a circle. Asking them takes longer each time.
  footer: "module.exports = { ...module.exports };",
} as const satisfies TransformOptions;

/**
 * Builds `index.js` into a folder, and beside it a file for each import at run time, which is read when it is asked
 * for. In one file esbuild would keep whole and wrapped whatever such an import reaches, the SDK too. Only ESM can be
 * built in parts, and CommonJS starts faster.
 */
export function build(
  input: Pick<BuildOptions, "entryPoints" | "stdin" | "absWorkingDir">,
  folder: string,
) {
  const { outputFiles } = buildSync({ ...buildOptions, ...input, outdir: folder, write: false });
  // Files are named by what is in them: those of an earlier build would stay.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles)
    writeFileSync(path, transformSync(text, fileOptions).code);
  // Whatever folder it is run from: without this a package.json above may call it an ES module.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
}

const root = join(import.meta.dirname, "..");
const packages = createRequire(import.meta.url);

/** Files of packages that an endpoint reads and does not import, with what their licence asks for. */
const read = [
  "swagger-ui-dist/swagger-ui-bundle.js",
  "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt",
  "swagger-ui-dist/swagger-ui.css",
  "swagger-ui-dist/LICENSE",
  "swagger-ui-dist/NOTICE",
];

/** Builds every bundle into a folder of its own below `to`, and answers those folders by name. */
export function buildBundles(to: string, from = root): Bundles {
  const files = endpoints.map(({ noun, verb }) => join("functions", kebab(noun), kebab(verb)));
  const entries = bundleNames.map((name) => join("functions", name));
  const missing = [...entries, ...files].filter((file) => !existsSync(join(from, `${file}.ts`)));
  if (missing.length > 0) {
    throw new CannotSynthesize(
      `Nothing keeps these promises yet: ${missing.map((file) => `${file}.ts`).join(", ")}`,
    );
  }
  const built = bundleNames.map((name) => [name, buildBundle(name, join(to, name), from)]);
  const folders = Object.fromEntries(built) as Bundles;
  for (const file of files) copyBeside(join(from, file), folders.http);
  for (const file of read) cpSync(packages.resolve(file), join(folders.http, "node_modules", file));
  writeFileSync(join(folders.http, "openapi.json"), JSON.stringify(openapi()));
  writeFileSync(join(folders.http, "routes.json"), JSON.stringify(routes()));
  return folders;
}

function buildBundle(name: BundleName, folder: string, from: string) {
  const stdin = {
    contents: withEndpoints(readFileSync(join(from, "functions", `${name}.ts`), "utf8")),
    sourcefile: join("functions", `${name}.ts`),
    resolveDir: join(from, "functions"),
    loader: "ts",
  } as const;
  try {
    build({ stdin, absWorkingDir: from }, folder);
  } catch (error) {
    throw new CannotSynthesize(`functions/${name}.ts: ${(error as Error).message}`);
  }
  return folder;
}

/** An import by an endpoint's name, as a table of all of them: esbuild would take every file that has such a path. */
function withEndpoints(entry: string) {
  const byName = /import\((`.+?)\.ts`\)/;
  if (!byName.test(entry)) return entry;
  const files = endpoints.map(({ noun, verb }) => `./${kebab(noun)}/${kebab(verb)}`);
  const imports = files.map((file) => `"${file}": () => import("${file}.ts")`);
  return `const endpoints = { ${imports} };\n${entry.replace(byName, "endpoints[$1`]()")}`;
}

/** The endpoint's name for each route key, for requests. */
const routes = () =>
  Object.fromEntries(
    endpoints.map(({ noun, verb, contract: { method, path } }) => [
      `${method} ${path}`,
      `${noun}.${verb}`,
    ]),
  );

/** A folder of an endpoint's own name holds what it serves: pages, styles, scripts. */
function copyBeside(folder: string, to: string) {
  if (existsSync(folder)) cpSync(folder, join(to, basename(folder)), { recursive: true });
}

const kebab = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
