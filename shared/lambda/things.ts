import type { Decision } from "../access/decide.ts";
import { env } from "../env.ts";
import { seenBy } from "../model/authors.ts";
import type { Caller } from "../model/caller.ts";
import type { Customer } from "../model/customer.ts";
import type { Event, EventType } from "../model/event.ts";
import { platform } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import type { Thing } from "../model/thing.ts";
import type { ThingKind } from "../model/thing-kind.ts";
import type { Write } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as thingCounters from "../table/thing-counters.ts";
import { ownedOf } from "../table/things.ts";

type Change = Pick<Event, "type" | "subject"> & Partial<Event>;

/** What every use case about things needs of its request. */
export interface At {
  caller: Caller;
  customer: Pick<Customer, "id" | "status"> | undefined;
  params: { things: string };
  decision: Decision;
  now: Date;
  deadline: Date;
  happened(change: Change): Event;
  commit(writes: readonly Write[], made?: Record<string, string>): Promise<void>;
}

interface Asked {
  params: { customer?: string; things: string };
}

/** Whose things of which kind a path names. */
export const ownedBy = ({ params }: Asked): thingCounters.Owned => ({
  owner: params.customer ?? platform,
  things: params.things as ThingKind,
});

/** How many things of a kind there may be before anybody says otherwise; the platform needs no bound. */
export const defaultQuota = ({ owner }: thingCounters.Owned) =>
  owner === platform ? 1_000_000_000 : env.thingQuota;

/** The counters of what a path names. */
export const counters = (_: unknown, asked: Asked) => thingCounters.of(ownedBy(asked));

type Named<Type> = Type extends `customer.${infer Name}` ? Name : never;

type What = Named<EventType> & `thing${string}`;

/** The record of a change of things of the customer of the path, or of the platform's. */
export const recorded = (
  { customer, happened }: Pick<At, "customer" | "happened">,
  what: What,
  change: Omit<Change, "type">,
): Write => recordedAt(customer?.id, { happened }, what, change);

/** The same at a customer of which the path says nothing. */
export const recordedAt = (
  customerId: string | undefined,
  { happened }: Pick<At, "happened">,
  what: What,
  change: Omit<Change, "type">,
): Write => {
  const type = `${customerId ? "customer" : "platform"}.${what}` as EventType;
  return events.recordAnywhere(happened({ ...change, type, customerId }));
};

/** A record without its authors, unless one may see who is a member. */
export const shownTo = <T extends { createdBy?: string; updatedBy?: string }>(
  { customer, decision }: Pick<At, "customer" | "decision">,
  one: T,
) => (customer ? seenBy(decision, one) : one);

/** Refuses what is another owner's, or of another kind, as if it were not there. */
export const nowhere = () => new Refusal("not_found");

/** True of what an owner has of a kind. */
export function isOf(owned: thingCounters.Owned, thing: Thing): boolean {
  const { owner, things: kind } = ownedOf(thing);
  return owner === owned.owner && kind === owned.things;
}
