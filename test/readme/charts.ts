import type { Contract } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { kebab } from "../../shared/lambda/routes.ts";
import { type Collection, collections } from "../../shared/table/collections.ts";
import { type DueKind, due, dueKinds } from "../../shared/table/due.ts";
import { indexed, keys } from "../../shared/table/schema.ts";

/** Stands for every id at once: asked for `customer`, it answers `<customer>`. */
// biome-ignore lint/suspicious/noExplicitAny: each key asks for names of its own
const anyId: any = new Proxy({}, { get: (_, name) => `<${String(name)}>` });

const code = (text: string) => `\`${text}\``;
/** A table as Markdown. */
export const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** Every kind of item and its keys. */
export const entities = () =>
  table(
    ["Kind of item", "`pk`", "`sk`", "Also found through"],
    Object.entries(keys).map(([kind, keyOf]) => {
      const { pk, sk } = keyOf(anyId);
      return [kind, code(pk), code(sk), indexKeysOf(kind).join("<br>")];
    }),
  );

/** Index keys that only some items of a kind have. */
const sparse: Record<string, readonly string[]> = {
  user: ["admin"],
  customer: ["top customer"],
  operation: ["operation started"],
  task: ["operation", "operation started"],
  "customer binding": ["end"],
  "project binding": ["end"],
  "customer group binding": ["end"],
  "access request": ["request about a person"],
  event: ["event about a person", "event by a person"],
};
/** What waits on the `due` index under the name of something else. */
const waiting: Record<string, DueKind> = {
  "api key": "end",
  "platform role ends": "end",
  "customer group binding": "end",
};
const namesOf = (kind: string) => [kind, ...(sparse[kind] ?? [])];

function indexKeysOf(kind: string): string[] {
  const found = Object.entries(indexed).filter(([name]) => namesOf(kind).includes(name));
  const waits = waiting[kind] ?? dueKinds.find((name: DueKind) => namesOf(kind).includes(name));
  const attributes: Record<string, string>[] = [
    ...found.map(([, keysOf]) => keysOf(anyId)),
    ...(waits ? [due({ at: "<time>", kind: waits, id: "<id>" })] : []),
  ];
  return ["gsi1", "gsi2", "due"].flatMap((index) => {
    const ways = attributes.flatMap(({ [`${index}pk`]: pk, [`${index}sk`]: sk }) =>
      pk && sk ? [`${code(pk)} ${code(sk)}`] : [],
    );
    return ways.length > 0 ? [`${index}: ${ways.join(" or ")}`] : [];
  });
}

/** Everything that is asked for more than one item at a time: one Query a page. */
export const patterns = () =>
  table(
    ["To read", "Through", "Partition", "Sort key"],
    Object.entries(collections).map(([pattern, collectionOf]) => {
      const collection = collectionOf(anyId);
      return [pattern, collection.index ?? "table", code(collection.pk), rangeOf(collection)];
    }),
  );

function rangeOf({ startsWith, before }: Collection): string {
  if (startsWith) return `begins with ${code(startsWith)}`;
  return before ? `before ${code(before)}` : "any";
}

/** Every endpoint, with the file of its use case. */
export const endpoints = () =>
  table(
    ["Endpoint", "What it does", "Who may", "Headers"],
    Object.entries(api).flatMap(([noun, verbs]) =>
      Object.entries(verbs as Record<string, Contract>).map(([verb, contract]) => [
        `[${code(`${contract.method} ${contract.path}`)}](functions/${kebab(noun)}/${kebab(verb)}.ts)`,
        contract.summary,
        whoMay(contract),
        headersOf(contract),
      ]),
    ),
  );

const whoMay = ({ allows, leaves }: Contract) =>
  typeof allows === "string"
    ? allows
    : `${allows.map(code).join(" or ")}${leaves ? ", or oneself" : ""}`;

const headersOf = ({ ifMatch, replays, resumes }: Contract) =>
  [
    ifMatch?.startsWith("required") ? code("If-Match") : "",
    ifMatch === "honoured" ? `(${code("If-Match")})` : "",
    replays || resumes ? `(${code("Idempotency-Key")})` : "",
  ]
    .filter(Boolean)
    .join(" ");
