import { kindsOfThings, type ThingKind } from "../../shared/model/thing-kind.ts";
import type { Person } from "./given.ts";
import { oneIn } from "./sample.ts";

interface Customer {
  path: string;
  owner: Person;
}

/** A kind that stands for all, by lot: those with attributes of their own do not differ. */
export const someKind = (lot: string): ThingKind =>
  oneIn(3, ["devices", "assets", "dashboards"] as const, lot)[0] ?? "devices";

export const everyKind = kindsOfThings;

/** What it takes to make a thing of a kind. */
export async function newThing(kind: ThingKind, { path, owner }: Customer, more: object = {}) {
  if (kind !== "entity-views") return { name: "Thing", ...more };
  const device = await aThing({ path, owner }, "devices", { attributes: { volts: 12 } });
  return { name: "View", thing: device.id, shows: ["volts"], ...more };
}

/** A thing of a customer, or of whoever the path belongs to. */
export async function aThing(at: Customer, kind: ThingKind = "devices", more: object = {}) {
  const made = await at.owner.post(`${at.path}/${kind}`, await newThing(kind, at, more));
  if (made.status !== 201) throw new Error(`no thing: ${JSON.stringify(made.body)}`);
  const { id } = made.body as { id: string };
  return { id, path: `${at.path}/${kind}/${id}`, body: made.body };
}

/** So many things of a customer, made at once; answers their ids. */
export async function someThings(
  at: Customer,
  kind: ThingKind,
  names: readonly string[],
  more = {},
) {
  const items = names.map((name) => ({ name, ...more }));
  const made = await at.owner.post(`${at.path}/${kind}/bulk`, { items });
  if (made.status !== 200 || made.body.refused > 0)
    throw new Error(`no things: ${JSON.stringify(made.body).slice(0, 500)}`);
  return made.body.results.map(({ id }: { id: string }) => id) as string[];
}

/** A group for things of a kind. */
export async function aThingGroup(at: Customer, kind: ThingKind = "devices", name = "Roof") {
  const made = await at.owner.post(`${at.path}/${kind}/groups`, { name });
  if (made.status !== 201) throw new Error(`no group: ${JSON.stringify(made.body)}`);
  return { id: made.body.id as string, path: `${at.path}/${kind}/groups/${made.body.id}` };
}

/** The names on all pages of a list. */
export async function namesIn({ owner }: Customer, path: string, limit = 100): Promise<string[]> {
  const names: string[] = [];
  let cursor = "";
  do {
    const more = `limit=${limit}${cursor && `&cursor=${cursor}`}`;
    const { status, body } = await owner.get(`${path}${path.includes("?") ? "&" : "?"}${more}`);
    if (status !== 200) throw new Error(`no list: ${JSON.stringify(body)}`);
    names.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor ?? "";
  } while (cursor);
  return names;
}
