import { need } from "../../shared/access/need.ts";
import { decisionAt } from "../../shared/lambda/elsewhere.ts";
import { mustBeOpen } from "../../shared/lambda/may-call.ts";
import {
  type At,
  defaultQuota,
  ownedBy,
  recorded,
  recordedAt,
  shownTo,
} from "../../shared/lambda/things.ts";
import { platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";
import { shardOf } from "../../shared/model/thing-kind.ts";
import type { NewOwner } from "../../shared/model/thing-requests.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as things from "../../shared/table/things.ts";
import { mustBeHere } from "./known.ts";
import { foreignGroup, groupsFor } from "./making.ts";

interface Moving extends At {
  body: NewOwner;
  ahead: Thing | undefined;
  mustMatch(version: number): void;
}

/** Gives a thing to another owner. It leaves all its groups, and its id and its shard stay. */
export async function changeOwner(request: Moving): Promise<Thing> {
  const { body, caller, now, deadline, mustMatch, commit } = request;
  const from = ownedBy(request);
  const thing = mustBeHere(request.ahead, from);
  mustMatch(thing.version);
  const { customer, groups = [] } = body;
  const to = { owner: customer ?? platform, things: from.things };
  if (to.owner === from.owner) throw wrong("owns it already");
  await mustBeAllowedAt(customer, request);
  const [known, counters] = await Promise.all([groupsFor(to, groups), thingCounters.of(to)]);
  const refusal = foreignGroup(groups, known);
  if (refusal) throw refusal;
  const shard = shardOf(thing.id);
  const quota = defaultQuota(to);
  const there = await thingCounters.prepare(to, counters, { quota, deadline, shard });
  await thingCounters.makeRoom(to, there, shard, deadline);
  const { customer: _, ...rest } = thing;
  const moved: Thing = {
    ...rest,
    ...(customer && { customer }),
    groups: [...new Set(groups)],
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: thing.version + 1,
  };
  const event = { subject: thing.id, before: { owner: from.owner }, after: { owner: to.owner } };
  await commit([
    ...things.replace(moved, thing),
    ...moved.groups.map(things.groupStands),
    thingCounters.count(from, shard, -1),
    thingCounters.count(to, shard, 1),
    recorded(request, "thing.moved", event),
    recordedAt(customer, request, "thing.moved", event),
  ]);
  return shownTo(request, moved) as Thing;
}

const wrong = (message: string, at = "customer") =>
  new Refusal("invalid", `/${at} ${message}.`, { errors: [{ pointer: `/${at}`, message }] });

/** Whoever gives something away must be allowed to have it where it goes. */
async function mustBeAllowedAt(customer: string | undefined, request: Moving): Promise<void> {
  const managing = "platform.things.manage";
  if (customer === undefined) {
    need(request.decision, managing);
    return;
  }
  const there = await decisionAt(customer, request);
  if (!there?.customer || !there.decision.allows("customer.view", managing))
    throw wrong("is no customer that you may see");
  if (!there.decision.allows("customer.things.manage", managing))
    throw new Refusal("forbidden", "This takes customer.things.manage at the new owner, too.");
  mustBeOpen(there);
}
