import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { newAddress, newId, nobody, signIn } from "./support/api.ts";

/** What somebody writes who has nothing but the description of the API. */
const story = `
import createClient from "openapi-fetch";
import type { paths } from "./schema.ts";

export async function play(baseUrl: string, token: string, id: string, email: string) {
  const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });
  const made = await client.POST("/v1/customers", { body: { id, displayName: "Acme" } });
  if (!made.data) throw new Error(made.error.code);
  const permissions: string[] = made.data.permissions;
  const params = { path: { customer: id } };
  const invited = await client.POST("/v1/customers/{customer}/invitations", {
    params,
    body: { email, firstName: "Grace", lastName: "Hopper", roles: ["employee"] },
  });
  const state: "pending" | "accepted" | undefined | string = invited.data?.state;
  const listed = await client.GET("/v1/customers/{customer}/members", {
    params: { ...params, query: { limit: 1 } },
  });
  const [member] = listed.data?.items ?? [];
  const changed = await client.PATCH("/v1/customers/{customer}", {
    params: { ...params, header: { "If-Match": '"1"' } },
    body: { displayName: "Acme Limited" },
  });
  const refused = await client.GET("/v1/customers/{customer}", {
    params: { path: { customer: "no-such-customer" } },
  });
  return {
    permissions, state,
    email: member?.principal.type === "user" ? member.principal.email : undefined,
    name: changed.data && "displayName" in changed.data ? changed.data.displayName : undefined,
    code: refused.error?.code,
  };
}
`;

/** Each line of it is a mistake that a generated client keeps one from making. */
const mistakes = [
  'client.GET("/v1/nowhere", {})',
  'client.DELETE("/v1/me", {})',
  'client.POST("/v1/customers", { body: { id: 1, displayName: "x" } })',
  'client.POST("/v1/customers", { body: { displayName: "x" } })',
  'client.GET("/v1/customers/{customer}", {})',
  'client.PATCH("/v1/me", { body: { firstName: "x" } })',
  '(await client.GET("/v1/me", {})).data?.password',
];

const root = join(import.meta.dirname, "..");
let folder: string;
beforeAll(async () => {
  mkdirSync(join(root, "cdk.out"), { recursive: true });
  folder = mkdtempSync(join(root, "cdk.out", "client-"));
  const { body } = await nobody().get("/openapi.json");
  writeFileSync(
    join(folder, "schema.ts"),
    astToString(await openapiTypescript(body, { defaultNonNullable: false })),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The lines of some files that the compiler has something against. */
function complaints(texts: Record<string, string>): string[] {
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
  const files = Object.keys(texts).map((name) => join(folder, name));
  const program = ts.createProgram(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ESNext,
    types: [],
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  });
  const found = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    if (!file || start === undefined) throw new Error(String(messageText));
    return `${basename(file.fileName)}:${file.getLineAndCharacterOfPosition(start).line}`;
  });
  return [...new Set(found)];
}

test("a client made of the description compiles, and the compiler finds what is wrong in its calls", () => {
  const head = `import createClient from "openapi-fetch"; import type { paths } from "./schema.ts"; const client = createClient<paths>();\n`;
  const wrong = `${head}${mistakes.map((line) => `await ${line};`).join("\n")}`;
  expect(complaints({ "story.ts": story, "mistakes.ts": wrong })).toEqual(
    mistakes.map((_, i) => `mistakes.ts:${i + 1}`),
  );
});

test("a client made of the description works", async () => {
  writeFileSync(join(folder, "story.ts"), story);
  const { play } = await import(pathToFileURL(join(folder, "story.ts")).href);
  const owner = await signIn(newAddress("owner"));
  expect(await play(inject("api"), owner.token, newId(), newAddress())).toEqual({
    permissions: expect.arrayContaining(["customer.view"]),
    state: "pending",
    email: owner.email,
    name: "Acme Limited",
    code: "not_found",
  });
});
