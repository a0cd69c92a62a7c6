import type { Contract } from "../api/contract.ts";
import { api } from "../api/index.ts";
import { isThingKind } from "../model/thing-kind.ts";

/** An endpoint and where its use case is kept. */
export interface Endpoint {
  /** `<noun>.<verb>`, as in `api`. */
  name: string;
  noun: string;
  verb: string;
  contract: Contract;
}

export const kebab = (name: string) =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const endpoints = new Map<string, Endpoint>();
const byName = new Map<string, Endpoint>();
for (const [noun, verbs] of Object.entries(api)) {
  for (const [verb, contract] of Object.entries(verbs as Record<string, Contract>)) {
    const endpoint = { name: `${noun}.${verb}`, noun: kebab(noun), verb: kebab(verb), contract };
    endpoints.set(`${contract.method} ${contract.path}`, endpoint);
    byName.set(`${noun}.${verb}`, endpoint);
  }
}

/** The endpoint of a route key such as `GET /v1/me`; undefined for `$default`, and where a path has no kind of things in the place of one. */
export function endpointOf(
  routeKey: string,
  parameters: Record<string, string | undefined> = {},
): Endpoint | undefined {
  const found = endpoints.get(routeKey);
  return found?.contract.ofKind && !isThingKind(parameters.things) ? undefined : found;
}

export const endpointNamed = (name: string) => {
  const endpoint = byName.get(name);
  if (!endpoint) throw new Error(`No contract is called ${name}`);
  return endpoint;
};

/** The methods that a path takes: none when no contract has it. */
export function methodsOf(path: string): string[] {
  const methods = [...endpoints.values()]
    .filter(({ contract }) => matches(contract.path, path))
    .map(({ contract }) => contract.method);
  return [...new Set(methods)].sort();
}

function matches(template: string, path: string): boolean {
  const wanted = template.split("/");
  const given = path.split("/");
  return wanted.length === given.length && wanted.every((part, i) => fits(part, given[i]));
}

function fits(part: string, word: string | undefined): boolean {
  if (part === "{things}") return isThingKind(word);
  return part.startsWith("{") ? word !== "" : part === word;
}
