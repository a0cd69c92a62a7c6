import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { openapi } from "../shared/api/openapi.ts";
import { CannotSynthesize } from "./cannot-synthesize.ts";
import { type BundleName, type Bundles, bundleNames } from "./plan.ts";
import { endpoints } from "./routes.ts";

/** How every bundle is built: CommonJS starts faster than ESM, and the SDK inside faster than the runtime's. */
export const buildOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"],
  conditions: ["module"],
  legalComments: "none",
  logLevel: "silent",
  define: { "import.meta.dirname": "__dirname" },
  alias: {
    "@aws-sdk/credential-provider-node": join(import.meta.dirname, "lambda-credentials.ts"),
  },
} as const satisfies BuildOptions;

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
  return folders;
}

function buildBundle(name: BundleName, folder: string, from: string) {
  mkdirSync(folder, { recursive: true });
  try {
    buildSync({
      ...buildOptions,
      absWorkingDir: from,
      stdin: {
        contents: inOneFile(readFileSync(join(from, "functions", `${name}.ts`), "utf8")),
        sourcefile: join("functions", `${name}.ts`),
        resolveDir: join(from, "functions"),
        loader: "ts",
      },
      outfile: join(folder, "index.js"),
    });
  } catch (error) {
    throw new CannotSynthesize(`functions/${name}.ts: ${(error as Error).message}`);
  }
  // Whatever folder it is run from: without this a package.json above may call it an ES module.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs" }));
  return folder;
}

/**
 * An import by an endpoint's name, as a table of all of them: what is imported at run time, and everything below it,
 * esbuild keeps whole and wrapped, and a function then takes half as long again to start.
 */
function inOneFile(entry: string) {
  const byName = /import\((`.+?)\.ts`\)/;
  if (!byName.test(entry)) return entry;
  const names = endpoints.map(({ noun, verb }) => `./${kebab(noun)}/${kebab(verb)}`);
  return [
    ...names.map((name, i) => `import { run as run${i} } from "${name}.ts";`),
    `const endpoints = { ${names.map((name, i) => `"${name}": { run: run${i} }`)} };`,
    entry.replace(byName, "endpoints[$1`]"),
  ].join("\n");
}

/** A folder of an endpoint's own name holds what it serves: pages, styles, scripts. */
function copyBeside(folder: string, to: string) {
  if (existsSync(folder)) cpSync(folder, join(to, basename(folder)), { recursive: true });
}

const kebab = (camel: string) => camel.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
