import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lazy } from "../model/lazy.ts";
import { perName } from "../model/per-name.ts";
import { isThingKind } from "../model/thing-kind.ts";

/** An endpoint, and where its use case is kept. */
export interface Endpoint {
  /** `<noun>.<verb>`, as in `api`. */
  name: string;
  noun: string;
  verb: string;
}

export const kebab = (name: string) =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The name of the endpoint for each route key. They are made of the contracts when the bundle is built, and lie beside it. */
const routes = lazy(
  (): Record<string, string> =>
    JSON.parse(readFileSync(join(import.meta.dirname, "routes.json"), "utf8")),
);

/** The endpoint of a route key such as `GET /v1/me`; undefined for `$default`, and where a path has no kind of things in the place of one. */
export function endpointOf(
  routeKey: string,
  parameters: Record<string, string | undefined> = {},
): Endpoint | undefined {
  const name = routes()[routeKey];
  const isOfNoKind = routeKey.includes("{things}") && !isThingKind(parameters.things);
  return name === undefined || isOfNoKind ? undefined : endpointNamed(name);
}

/** The endpoint of a name that a contract has, always the same object. */
export const endpointNamed = perName((name): Endpoint => {
  const [noun = "", verb = ""] = name.split(".");
  return { name, noun: kebab(noun), verb: kebab(verb) };
});

/** The methods that a path takes: none when no contract has it. */
export function methodsOf(path: string): string[] {
  const keys = Object.keys(routes()).map((key) => key.split(" ") as [method: string, path: string]);
  const methods = keys.filter(([, wanted]) => matches(wanted, path)).map(([method]) => method);
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
