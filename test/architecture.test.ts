import { globSync } from "node:fs";
import { cruise, type ICruiseResult, type IForbiddenRuleType } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { beforeAll, expect, test } from "vitest";
import { endpoints } from "../infra/routes.ts";
import { kebab } from "../shared/lambda/routes.ts";

const useCases = endpoints.map(({ noun, verb }) => `functions/${kebab(noun)}/${kebab(verb)}.ts`);
const nouns = new Set(endpoints.map(({ noun }) => `functions/${kebab(noun)}/`));

const node = "node:";
const packages = (...names: string[]) => names.map((name) => `(^|node_modules/)${name}(/|$)`);
const shared = (...names: string[]) => names.map((name) => `^shared/${name}(/|$)`);

/** What each room may import besides itself. */
const rooms: Record<string, string[]> = {
  "shared/model/": [node, ...packages("zod", "ulid")],
  "shared/access/": shared("model"),
  "shared/api/": [...shared("model", "access"), ...packages("zod")],
  "shared/table/": [
    node,
    ...shared("model", "env.ts"),
    ...packages("zod"),
    ...packages("@aws-sdk/client-dynamodb", "@aws-sdk/lib-dynamodb", "@aws-sdk/util-dynamodb"),
  ],
  "shared/lambda/": [
    node,
    ...shared("model", "api", "access", "table", "env.ts"),
    ...packages("zod", "jose"),
    ...packages("@middy/core", "@aws-lambda-powertools/logger", "aws-lambda"),
    ...packages("@aws-sdk/client-sqs", "@aws-sdk/client-cognito-identity-provider"),
  ],
  "shared/mail/": [
    node,
    ...shared("model", "env.ts"),
    ...packages("@aws-sdk/client-ses", "@aws-sdk/client-kms"),
  ],
  "shared/env.ts": [],
  ...Object.fromEntries([...nouns].map((noun) => [noun, [node, "^shared/"]])),
  "functions/outbox/": [node, "^shared/"],
  "functions/schedules/": ["^shared/", "^functions/outbox/"],
  "functions/[^/]+[.]ts$": [
    "^shared/",
    "^functions/(outbox|schedules)/",
    ...packages("aws-lambda"),
  ],
  "infra/local/": [node, ...packages("aws-ses-v2-local", "jose", "oauth2-mock-server")],
  "infra/(?!local/)": [
    node,
    ...shared("api", "access", "table/schema.ts"),
    ...packages("aws-cdk-lib", "cdk-nag", "constructs", "esbuild", "zod"),
  ],
};

const ruleOf = (room: string, allowed: string[]): IForbiddenRuleType => ({
  name: room,
  severity: "error",
  from: { path: `^${room}` },
  to: {
    pathNot: [`^${room}`, ...allowed],
    ...(allowed.includes(node) && { dependencyTypesNot: ["core"] }),
  },
});

const noCallsAmongUseCases: IForbiddenRuleType = {
  name: "a use case imports no other",
  severity: "error",
  from: { path: "^functions/" },
  to: { path: `^(${useCases.join("|")})$` },
};

let seen: ICruiseResult;
beforeAll(async () => {
  const forbidden = Object.entries(rooms).map((room) => ruleOf(...room));
  const { output } = await cruise(
    ["infra", "functions", "shared"],
    {
      ruleSet: { forbidden: [...forbidden, noCallsAmongUseCases] },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
    },
    { extensions: [".ts", ".js", ".json"], conditionNames: ["import", "require", "default"] },
    { tsConfig: extractTSConfig("tsconfig.json") },
  );
  seen = output as ICruiseResult;
});

const ours = () => seen.modules.filter(({ source }) => /^(infra|functions|shared)\//.test(source));

test("every file in a room was seen", () => {
  const files = globSync("{infra,functions,shared}/**/*.ts");
  expect(ours().map(({ source }) => source)).toEqual(expect.arrayContaining(files));
  expect(files.length).toBeGreaterThan(100);
  const homeless = files.filter((file) => !Object.keys(rooms).some((room) => isIn(room, file)));
  expect(homeless).toEqual([]);
});

const isIn = (room: string, file: string) => new RegExp(`^${room}`).test(file);

test("each room imports what it may, types included", () => {
  const violations = seen.summary.violations.map(
    ({ rule, from, to }) => `${rule.name}: ${from} → ${to}`,
  );
  expect(violations).toEqual([]);
});

test("every contract is kept by the file of its name", () => {
  const missing = useCases.filter((file) => globSync(file).length === 0);
  expect(missing).toEqual([]);
});

test("every file beside the use cases is imported by one of its folder or by an entry", () => {
  const kept = new Set(useCases);
  const orphans = ours()
    .filter(({ source }) => /^functions\/.+\/.+\.ts$/.test(source) && !kept.has(source))
    .filter(({ dependents }) => !dependents.some((file) => file.startsWith("functions/")));
  expect(orphans.map(({ source }) => source)).toEqual([]);
});
