import type { InnerCall } from "../../shared/lambda/inner-call.ts";
import { thingGroupIdFor } from "../../shared/model/external-id.ts";
import { ownerOf, platform, ThingGroupId } from "../../shared/model/id.ts";
import type { ImportedData } from "../../shared/model/imported-line.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { ThingId, type ThingKind } from "../../shared/model/thing-kind.ts";
import type { NewThingsResult } from "../../shared/model/thing-requests.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import * as things from "../../shared/table/things.ts";
import type { Importing, ImportKind, Line } from "./importing.ts";
import { customerAt } from "./needs.ts";
import { failed, missing, type Outcome, there } from "./outcome.ts";
import { once } from "./records.ts";
import { keyIn, namedIn, shownIn } from "./thing-names.ts";

const isGroupId = (text: string) => ThingGroupId().safeParse(text).success;
const isThingId = (text: string) => ThingId().safeParse(text).success;

const ownedOf = ({ customer, things }: { customer: string; things: ThingKind }): Owned => ({
  owner: customer,
  things,
});

/** What making them rests on: nothing, where they are the platform's. */
const ownerAt = ({ customer }: { customer: string }) =>
  customer === platform ? [] : [customerAt(customer)];

/** The call of an endpoint about things of a customer, or of the one about those of the platform. */
const callOf = (
  call: string,
  { customer, things }: { customer: string; things: ThingKind },
): Pick<InnerCall, "call" | "params"> =>
  customer === platform
    ? { call: `${call}OnPlatform`, params: { things } }
    : { call, params: { customer, things } };

/** A group of things of one kind. */
export const thingGroup: ImportKind<ImportedData<"thing-group">> = {
  keyOf: (data, from) => `${data.customer}/${data.things}/${keyIn(data, from)}`,
  needs: ownerAt,
  take: (line, importing) => {
    const { customer: _, things: __, ...body } = line.data;
    const externalId = keyIn(body, line.from);
    const owned = ownedOf(line.data);
    const ids = [...(line.from ? [line.from] : []), thingGroupIdFor(owned, externalId)];
    const find = async () => {
      const some = await thingGroups.byIds(ids.filter(isGroupId));
      const found = some.find((one) => thingGroups.isFor(one, owned));
      return found && { ...found, customer: ownerOf(found) };
    };
    const call = {
      ...callOf("thingGroups.create", line.data),
      body: { ...body, externalId },
    };
    return once(line, importing, find, call);
  },
};

export type ThingLine = Line<ImportedData<"thing">>;

/** A thing of any kind; many are made at once. */
export const thing: ImportKind<ImportedData<"thing">> = {
  keyOf: (data, from) => `${data.customer}/${data.things}/${keyIn(data as never, from)}`,
  take: async (line, importing) => (await takeThings([line], importing))[0] as Outcome,
};

/** Imports things of one customer and one kind, all at once: what lies there by its external id stays as it is. */
export async function takeThings(
  lines: readonly ThingLine[],
  importing: Importing,
): Promise<Outcome[]> {
  const [first] = lines as [ThingLine];
  const owned = ownedOf(first.data);
  const [known, groups] = await Promise.all([knownIn(lines, owned), groupsIn(lines, owned)]);
  const asked = lines.map((line) => wantedOf(line, owned, known, groups));
  const fresh = lines.flatMap((line, i) => (known.has(line.from ?? "") ? [] : [i]));
  const call = {
    ...callOf("things.createMany", first.data),
    body: { items: fresh.map((i) => asked[i]) },
  };
  const made = new Map<number, Outcome>();
  if (fresh.length > 0) {
    try {
      const { body } = await importing.call(first.raw, call);
      for (const one of (body as NewThingsResult).results)
        made.set(fresh[one.index] as number, outcomeOf(one, lines[fresh[one.index] as number]));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const outcome = await failed(error, ownerAt(first.data));
      for (const i of fresh) made.set(i, outcome);
    }
  }
  return lines.map(({ from = "" }, i) => made.get(i) ?? here(known.get(from), asked[i]));
}

/** Things of the export that is imported where it came from. */
async function knownIn(lines: readonly ThingLine[], { owner: own }: Owned) {
  const owners = new Map(
    lines.flatMap(({ from = "", data }) => {
      const { owner = own, externalId } = namedIn(data.thing ?? "");
      return [[from, own] as const, [externalId, owner] as const];
    }),
  );
  const found = await things.byIds([...owners.keys()].filter(isThingId));
  const known = found.filter((one) => ownerOf(one) === owners.get(one.id));
  return new Map(known.map((one) => [one.id, one] as const));
}

/** The same of the groups that things are in. */
async function groupsIn(lines: readonly ThingLine[], owned: Owned) {
  const ids = [...new Set(lines.flatMap(({ data }) => data.groups ?? []))].filter(isGroupId);
  const found = await thingGroups.byIds(ids);
  return new Set(found.filter((one) => thingGroups.isFor(one, owned)).map(({ id }) => id));
}

/** What is asked for, with ids of here in the place of those of elsewhere. */
function wantedOf(
  { data, from }: ThingLine,
  owned: Owned,
  known: ReadonlyMap<string, Thing>,
  groupsHere: ReadonlySet<string>,
): Record<string, unknown> {
  const { customer: _, things: __, groups, thing: shown, ...rest } = data;
  const groupOf = (one: string) => (groupsHere.has(one) ? one : thingGroupIdFor(owned, one));
  const named = namedIn(shown ?? "");
  return {
    ...rest,
    externalId: keyIn(data as never, from),
    ...(groups && { groups: groups.map(groupOf) }),
    ...(shown !== undefined && { thing: known.get(named.externalId)?.id ?? shownIn(owned, named) }),
  };
}

type Result = NewThingsResult["results"][number];

/** What became of a thing; a group or a device that is not there yet is named as the line that makes it. */
function outcomeOf({ index: _, status, errors = [], ...one }: Result, line?: ThingLine): Outcome {
  if (status === "unchanged" && one.differs) return { ...one, status: "differs" };
  if (status !== "refused") return { ...one, status };
  const needs = line ? errors.flatMap(({ pointer }) => lineFor(pointer, line.data)) : [];
  if (needs.length > 0) return missing(needs);
  const pointed = errors.map((error) => ({ ...error, pointer: `/data${error.pointer}` }));
  const isLater = one.code === "unavailable";
  return {
    ...one,
    status: isLater ? "later" : status,
    ...(errors.length > 0 && { errors: pointed }),
  };
}

function lineFor(pointer: string, data: ThingLine["data"]): string[] {
  const group = data.groups?.[Number(/^\/groups\/(\d+)$/.exec(pointer)?.[1] ?? -1)];
  if (group !== undefined) return [`thing-group ${data.customer}/${data.things}/${group}`];
  const { owner = data.customer, kind, externalId } = namedIn(data.thing ?? "");
  return pointer === "/thing" && kind ? [`thing ${owner}/${kind}/${externalId}`] : [];
}

/** What is there since the line was exported from here. */
function here(found: Thing | undefined, asked: Record<string, unknown> = {}): Outcome {
  const { externalId: _, ...rest } = asked;
  return there(rest, found ?? {});
}
