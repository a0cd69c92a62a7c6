import { kindsOfThings, type ThingKind } from "../model/thing-kind.ts";
import { type Contract, contractFor } from "./contract.ts";
import * as api from "./index.ts";

/** An endpoint as it is described to callers. */
export interface Described {
  noun: string;
  verb: string;
  contract: Contract;
}

/** How callers know what belongs to a kind of things. */
const nounOf: Record<ThingKind, string> = {
  devices: "device",
  assets: "asset",
  "entity-views": "entityView",
  dashboards: "dashboard",
};

/** `things` → `devices`, `thingGroups` → `deviceGroups`. */
const nounFor = (noun: string, kind: ThingKind) => noun.replace("thing", nounOf[kind]);

const inWords = (summary: string, kind: ThingKind) =>
  summary
    .replace(/\bA thing\b|\ba thing\b/g, `${/^[aeio]/.test(kind) ? "an" : "a"} ${oneOf(kind)}`)
    .replace(/\bthings\b/g, kind.replace("-", " "));

const oneOf = (kind: ThingKind) => kind.replace("-", " ").replace(/s$/, "");

/** Every endpoint. What stands for all kinds of things is described once for each of them. */
export const described = (): Described[] =>
  Object.entries(api).flatMap(([noun, verbs]) =>
    Object.entries(verbs as Record<string, Contract>).flatMap(([verb, contract]) =>
      contract.ofKind
        ? kindsOfThings.map((kind) => ({
            noun: nounFor(noun, kind),
            verb,
            contract: at(contract, kind),
          }))
        : [{ noun, verb, contract }],
    ),
  );

const at = (contract: Contract, kind: ThingKind): Contract => {
  const { ofKind: _, path, summary, ...rest } = contractFor(contract, kind);
  return {
    ...rest,
    path: path.replace("{things}", kind) as Contract["path"],
    summary: inWords(summary, kind),
  };
};
