import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { buildBundles } from "../../infra/bundle.ts";
import { type Bundles, bundleNames } from "../../infra/plan.ts";
import { endpoints } from "../../infra/routes.ts";
import { described } from "../../shared/api/described.ts";
import { folder } from "./stack.ts";

const require = createRequire(import.meta.url);
const kebab = (text: string) => text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

let source: string;
let bundles: Bundles;

function write(path: string, text: string) {
  const file = join(source, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(() => {
  source = folder("usher-source-");
  for (const { noun, verb } of endpoints) {
    write(`functions/${kebab(noun)}/${kebab(verb)}.ts`, `export const run = "${noun}.${verb}";`);
  }
  for (const name of bundleNames) write(`functions/${name}.ts`, "export const handler = () => 1;");
  write(
    "functions/http.ts",
    `export const handler = async (noun, verb) => (await import(\`./\${noun}/\${verb}.ts\`)).run;`,
  );
  write("functions/invitations/page.ts", "export const run = import.meta.dirname;");
  write("functions/invitations/page/page.html", "<title>Page</title>");
  write("functions/outbox/post.ts", 'export const run = "not for requests";');
  bundles = buildBundles(join(folder("usher-built-"), "bundles"), source);
});

test("each bundle has a handler, in a folder of its own", () => {
  for (const name of bundleNames) {
    const { handler } = require(join(bundles[name], "index.js"));
    expect(handler).toBeTypeOf("function");
  }
  expect(new Set(Object.values(bundles)).size).toBe(bundleNames.length);
});

test("the HTTP bundle holds every endpoint", async () => {
  const { handler } = require(join(bundles.http, "index.js"));
  expect(await handler("customers", "create")).toBe("customers.create");
  expect(await handler("project-members", "list")).toBe("projectMembers.list");
});

test("the HTTP bundle reads an endpoint when it is asked for, and no other", async () => {
  const loaded = () => Object.keys(require.cache).filter((file) => file.startsWith(bundles.http));
  const { handler } = require(join(bundles.http, "index.js"));
  await handler("projects", "get");
  const before = loaded().length;
  await handler("projects", "get");
  expect(loaded()).toHaveLength(before);
  await handler("projects", "update");
  expect(loaded()).toHaveLength(before + 1);
});

test("the HTTP bundle holds nothing that no request can ask for", () => {
  const texts = globSync(join(bundles.http, "*.js")).map((file) => readFileSync(file, "utf8"));
  expect(texts.some((text) => text.includes("customers.create"))).toBe(true);
  expect(texts.filter((text) => text.includes("not for requests"))).toEqual([]);
});

test("files of bundles export values, each of them there once a file is read", () => {
  const built = folder("usher-real-");
  onTestFinished(() => rmSync(built, { recursive: true }));
  const real = buildBundles(join(built, "bundles"));
  const exported = Object.values(real)
    .flatMap((bundle) => globSync(join(bundle, "*.js")))
    .flatMap((file) => Object.entries(Object.getOwnPropertyDescriptors(require(file))));
  expect(exported.length).toBeGreaterThan(1_000);
  expect(exported.filter(([, { value }]) => value === undefined)).toEqual([]);
}, 60_000);

test("what an endpoint serves lies beside the bundle, where its code looks for it", async () => {
  const { handler } = require(join(bundles.http, "index.js"));
  const where = await handler("invitations", "page");
  expect(readFileSync(join(where, "page", "page.html"), "utf8")).toContain("Page");
  expect(existsSync(join(bundles.mailer, "page"))).toBe(false);
});

test("files of packages that endpoints read lie beside the bundle, wherever it is put", () => {
  const endpoint = join(import.meta.dirname, "../../functions/system/asset.ts");
  const named = readFileSync(endpoint, "utf8").match(/"[\w-]+\/[\w.-]+\.(js|css)"/g) ?? [];
  expect(named).toHaveLength(2);
  for (const file of named) {
    expect(existsSync(join(bundles.http, "node_modules", file.slice(1, -1))), file).toBe(true);
  }
});

test("the description of the API lies beside the bundle", () => {
  const { openapi, paths } = JSON.parse(readFileSync(join(bundles.http, "openapi.json"), "utf8"));
  expect(openapi).toMatch(/^3\.1\./);
  const promised = new Set(described().map(({ contract }) => contract.path));
  expect(Object.keys(paths).sort()).toEqual([...promised].sort());
});

test("which endpoint a route has lies beside the bundle", () => {
  const routes = JSON.parse(readFileSync(join(bundles.http, "routes.json"), "utf8"));
  expect(routes["POST /v1/customers"]).toBe("customers.create");
  expect(Object.keys(routes)).toHaveLength(endpoints.length);
});

test.each(["functions/customers/create.ts", "functions/worker.ts"])(
  "a promise that nothing keeps stops the build and is named: %s",
  (file) => {
    const kept = readFileSync(join(source, file));
    rmSync(join(source, file));
    try {
      const build = () => buildBundles(join(source, "nowhere"), source);
      expect(build).toThrow(`Nothing keeps these promises yet: ${file}`);
    } finally {
      writeFileSync(join(source, file), kept);
    }
  },
);

test("code that does not build ends the build with where and why", () => {
  const kept = readFileSync(join(source, "functions/me/get.ts"));
  write(
    "functions/me/get.ts",
    'import { nothing } from "./nowhere.ts"; export const run = nothing;',
  );
  try {
    expect(() => buildBundles(join(source, "nowhere"), source)).toThrow(
      /functions\/me\/get\.ts:1:\d+: ERROR: Could not resolve/,
    );
  } finally {
    writeFileSync(join(source, "functions/me/get.ts"), kept);
  }
});
