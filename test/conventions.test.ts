import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { collections } from "../shared/table/collections.ts";
import { indexed, keys } from "../shared/table/schema.ts";

const all = globSync("{infra,functions,shared,test}/**/*.{ts,js}").toSorted();
const texts = new Map(all.map((file) => [file, readFileSync(file, "utf8")]));
const within = (...rooms: string[]) =>
  all.filter((file) => rooms.some((room) => file.startsWith(room)));

/** Each line of some files that has what it must not have. */
const hits = (files: string[], pattern: RegExp, except = /^$/) =>
  files.flatMap((file) =>
    (texts.get(file) ?? "")
      .split("\n")
      .filter((line) => pattern.test(line) && !except.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );

const production = within("functions/", "shared/");
const schema = [
  "schema",
  "project-keys",
  "thing-keys",
  "tree-keys",
  "request-keys",
  "event-keys",
  "operation-keys",
  "due",
  "collections",
  "event-collections",
  "request-collections",
].map((name) => `shared/table/${name}.ts`);

test("only the schema builds keys and reads them", () => {
  const others = production.filter((file) => !schema.includes(file));
  expect(others.length).toBeGreaterThan(100);
  expect(hits(others, /#\$\{/, /\/docs#|\/invitation#/)).toEqual([]);
  expect(hits(others, /["'`][A-Z]{1,5}#/)).toEqual([]);
  expect(hits(schema, /#\$\{/).length).toBeGreaterThan(20);
});

test("every key, index and access pattern of the schema is used", () => {
  const names = Object.entries({ keys, indexed, collections }).flatMap(([map, entries]) =>
    Object.keys(entries).map((name) =>
      /^\w+$/.test(name) ? `${map}.${name}` : `${map}["${name}"]`,
    ),
  );
  const code = production.map((file) => texts.get(file)).join("\n");
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !code.includes(name))).toEqual([]);
});

test("production code does not know where it runs", () => {
  const comment = /^\s*(\/\*\*|\/\/)/;
  const places = /\bis_?local|NODE_ENV|\bendpoint:? ["'`]|localhost|127\.0\.0\.1/i;
  expect(hits(production, places, comment)).toEqual([]);
});

test("only env.ts reads the environment of functions", () => {
  const others = production.filter((file) => file !== "shared/env.ts");
  expect(hits(others, /process\.env|from "node:process"/)).toEqual([]);
});

test("zod is imported in its small form and as a namespace", () => {
  const allowed = /^import (type )?\* as z from "zod\/mini";$|^import { en } from "zod\/locales";$/;
  expect(hits(within("functions/", "shared/", "infra/"), /from "zod/, allowed)).toEqual([]);
});

test("exports have names", () => {
  const others = all.filter((file) => !file.endsWith(".config.ts"));
  expect(hits(others, /^export (default|\* from)/)).toEqual([]);
});

test("no file or folder has a name that says nothing", () => {
  const empty = /^(utils?|helpers?|common|misc|types|services|repositories|controllers|managers)$/;
  const names = all.flatMap((file) => file.replace(/(\.test)?\.[tj]s$/, "").split("/"));
  expect(names.filter((name) => empty.test(name))).toEqual([]);
  expect(all.filter((file) => basename(file) === "index.ts")).toEqual(["shared/api/index.ts"]);
});

test("files are short", () => {
  const lengths = within("infra/", "functions/", "shared/")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, lines: texts.get(file)?.split("\n").length ?? 0 }))
    .toSorted((one, other) => one.lines - other.lines);
  const at = (share: number) => lengths[Math.floor(lengths.length * share)]?.lines ?? 0;
  expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
  expect(at(0.9)).toBeLessThan(150);
  expect(at(0.5)).toBeGreaterThan(25);
  expect(at(0.5)).toBeLessThan(75);
});
