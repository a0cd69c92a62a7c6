import { taskOf } from "../model/outbox.ts";
import { hasLiveOwner, losesLast, type Owners } from "../model/owners.ts";
import type { Write } from "./commit.ts";
import * as events from "./events.ts";
import type { MemberRead } from "./members.ts";
import type { Changing } from "./role-change-step.ts";
import * as tasks from "./tasks.ts";

/** Where the last owner declines, nobody else is one and none above either, the platform hears of it: by an event of its own, since the change has its task already. */
export function ownerless(
  {
    places,
    principal,
    now,
    happened,
  }: Pick<Changing, "now" | "happened"> & {
    places: readonly [Owners, ...Owners[]];
    principal: string;
  },
  { active }: MemberRead,
  after: Owners,
): Write[] {
  const [before, ...above] = places;
  const isLast = losesLast(before, after, active, now);
  if (!isLast || hasLiveOwner([after, ...above], active, now)) return [];
  const event = happened({ type: "customer.owner.declined", subject: principal });
  return [events.record(event), tasks.write(taskOf(event, "owner-declined", principal))];
}
