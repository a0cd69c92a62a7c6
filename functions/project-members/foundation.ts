import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { Event } from "../../shared/model/event.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type Settled, settledBinding } from "../../shared/model/settled.ts";
import { isAvailable } from "../../shared/model/user.ts";
import { firstVersion } from "../../shared/model/version.ts";
import * as bindings from "../../shared/table/bindings.ts";
import { type Carrier, stillCarries } from "../../shared/table/carriers.ts";
import type { Write } from "../../shared/table/commit.ts";
import { accessNow, type ProjectMemberRead } from "../../shared/table/project-members.ts";

/** Who can hold project roles: a person or a group with customer access, for whom nothing else speaks against it. */
export function mayHold(found: ProjectMemberRead, now: Date) {
  const { user, group, shown } = found;
  if (!shown || (!user && !group)) throw new Refusal("not_found");
  if (user && !isAvailable(user)) throw new Refusal("user_unavailable");
  const carrier = accessNow(found, now);
  if (!carrier) throw new Refusal("no_customer_access", "Give a role on the customer first.");
  return { shown, carrier };
}

interface Granting {
  /** The binding that gives the customer access: the principal's own or a group's, there or above. */
  carrier: Carrier;
  /** The customer and those above it, the nearest first. */
  line: readonly string[];
  shown: CustomerBinding["shown"];
  event: Event & { customerId: string };
  now: Date;
}

/** What a project role rests on, and the checks that it still stands when the role is written. Where only groups or customers above give the access, a binding without roles says since when. */
export function foundation(
  { access }: ProjectMemberRead,
  { carrier, line, shown, event, now }: Granting,
): { under: string; writes: Write[]; begun?: Settled } {
  const principal = event.subject;
  const stands = stillCarries(carrier, principal, line, now);
  if (carrier === access) return { under: access.since, writes: stands };
  if (access) return { under: access.since, writes: [bindings.stillStands(access), ...stands] };
  const beginning: CustomerBinding = {
    principal,
    customer: event.customerId,
    roles: {},
    since: event.id,
    shown,
    version: firstVersion(now),
    updatedAt: now.toISOString(),
  };
  const writes = [bindings.put(beginning, undefined), ...stands];
  return { under: event.id, writes, begun: settledBinding(beginning) };
}
