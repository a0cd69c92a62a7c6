import { type At, nowhere, ownedBy } from "../../shared/lambda/things.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import type { ThingsResult } from "../../shared/model/thing-requests.ts";
import { mustBeMade } from "./known.ts";
import { into, outOf, type Result } from "./moving.ts";

interface Changing extends At {
  params: At["params"] & { thingGroup: string };
  ahead: StoredThingGroup | undefined;
}

interface One extends Changing {
  params: Changing["params"] & { thing: string };
}

const groupIn = (request: Changing) => mustBeMade(request.ahead, ownedBy(request), request.params);

/** Refuses what was asked of one thing alone. */
function mustBeDone([result]: Result[]): undefined {
  if (result?.code === "limit_reached") throw new Refusal("limit_reached", result.detail);
  if (result?.status === "refused") throw nowhere();
}

/** Puts one thing into a group. */
export const add = async (request: One) =>
  mustBeDone(await into(groupIn(request), [request.params.thing], request));

/** Takes one thing out of a group. */
export const take = async (request: One) =>
  mustBeDone(await outOf(groupIn(request), [request.params.thing], request));

/** Puts things into a group and takes others out, and says of each what became of it. */
export async function change(
  request: Changing & { body: { add?: string[] | undefined; remove?: string[] | undefined } },
): Promise<ThingsResult> {
  const { add = [], remove = [] } = request.body;
  const group = groupIn(request);
  const removed = await outOf(group, remove, request);
  return { results: [...(await into(group, add, request)), ...removed] };
}
