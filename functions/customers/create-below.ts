import { type Decision, decide } from "../../shared/access/decide.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import { type Caller, isApiUser } from "../../shared/model/caller.ts";
import type { Event } from "../../shared/model/event.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import { ownerIds } from "../../shared/model/owners.ts";
import { levelsAtMost, placeBelow } from "../../shared/model/place.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { never } from "../../shared/model/role.ts";
import { prolongsOwn } from "../../shared/model/role-change.ts";
import { contactsAlong, seenCustomer } from "../../shared/model/seen-customer.ts";
import { isAvailable, shownOf, type User } from "../../shared/model/user.ts";
import { firstVersion } from "../../shared/model/version.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customers from "../../shared/table/customers.ts";
import type { FactsRead } from "../../shared/table/facts.ts";
import * as gates from "../../shared/table/gates.ts";
import * as letters from "../../shared/table/letters.ts";
import * as levels from "../../shared/table/levels.ts";
import * as places from "../../shared/table/places.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";
import { founded, foundingWrites } from "./founding.ts";
import { joinGroups } from "./grouping.ts";
import { homeMustBeOf } from "./home.ts";
import { mayCallBelow } from "./parent.ts";

type Creating = Omit<Request<typeof api.customers.create>, "ahead">;

const rightsToCreate = ["customer.sub-customers.manage", "platform.customers.create"] as const;
/** Who creates customers for others names their first people, too. */
const rightsToAppoint = ["customer.owners.manage", "platform.customers.create"] as const;

/** A customer below another: the owners above own it, until one is named. */
export async function createBelow(request: Creating, found: FactsRead) {
  const { caller, body, now, commit } = request;
  const needed = { ...api.customers.create, allows: rightsToCreate };
  const decision = mayCallBelow(body.parentId as string, needed, { ...found, caller }, now);
  const { parentId: _, owner: named, groups = [], ...profile } = body;
  const { customer: parent, gate, ancestors } = found;
  if (!parent || !gate) throw new Refusal("not_found");
  const above = [gate, ...ancestors.map((one) => one.gate)];
  if (above.length >= levelsAtMost)
    throw new Refusal("too_deep", `${parent.id} stands on the lowest of ${levelsAtMost} levels.`);
  const appointing = named ? longestOf(decision, rightsToAppoint) : undefined;
  if (named && !appointing)
    throw new Refusal("forbidden", `To name an owner takes ${rightsToAppoint.join(" or ")}.`);
  const line = above.map((one) => one.customer);
  const [owner, { ownersAbove, people }] = await Promise.all([
    named ? availableUser(named) : undefined,
    peopleAbove(found),
    homeMustBeOf({ above: line }, body.homeDashboardId, request),
  ]);
  const until = endFor(owner, caller, appointing);
  const founding = founded(profile, request, {
    owners: owner ? [owner.id] : [],
    until,
    place: placeBelow(gate),
    groups,
  });
  const { customer, event } = founding;
  const held = owner && bindingOf(owner, event, { by: caller.id, until });
  const joining = await joinGroups(groups, {
    customer: customer.id,
    owner: parent.id,
    decision,
    above: ancestors.map((one) => one.customer.id),
    now,
    gates: above,
  });
  const owning = held ? [{ holder: held.principal, since: event.id, by: caller.id, until }] : [];
  await commit(
    [
      ...foundingWrites(founding, owning, now),
      ...joining,
      customers.listBelow(customer.id, parent.id),
      gates.isOpen(parent.id),
      places.hasPath(gate),
      ...levels.recount({ above, came: 0 }),
      ...rights.allStillHeld(
        caller.id,
        [decision.grantOf(...rightsToCreate), appointing].flatMap((grant) => grant ?? []),
        now,
        parent.id,
      ),
      ...(held ? [bindings.put(held, undefined)] : []),
      ...(held && held.principal !== caller.id ? [letters.write(granted(held, event))] : []),
    ],
    { customer: customer.id },
  );
  const here = decide({
    ...found,
    now,
    principal: caller,
    customer,
    customerBinding: undefined,
    groups: [],
    ...(held && held.principal === caller.id && { customerBinding: held }),
    ancestors: [{ ...found, customer: parent }, ...ancestors],
  });
  const owners = [{ customer: customer.id, places: owning, version: 1 }, ...ownersAbove];
  return seenCustomer(customer, contactsAlong(owners, people.concat(owner ?? []), now), here);
}

/** The places for owners above, whose holders own it until somebody does there, and the people in them. */
async function peopleAbove(found: FactsRead) {
  const ownersAbove = [...(found.owners ? [found.owners] : []), ...found.ownersAbove];
  return { ownersAbove, people: await users.byIds([...new Set(ownersAbove.flatMap(ownerIds))]) };
}

async function availableUser(id: string): Promise<User> {
  const [user] = await users.byIds([id]);
  if (user && isAvailable(user)) return user;
  const errors = [{ pointer: "/owner", message: "is nobody who can be made owner" }];
  throw new Refusal("user_unavailable", "This user cannot be made owner.", { errors });
}

/** Of rights that are held, what gives one for the longest. */
const longestOf = ({ permissions }: Decision, anyOf: readonly Permission[]) =>
  anyOf
    .flatMap((one) => permissions.get(one) ?? [])
    .reduce<HeldGrant | undefined>(
      (longest, one) =>
        !longest || (longest.expiresAt ?? never) < (one.expiresAt ?? never) ? one : longest,
      undefined,
    );

/** Whoever makes themselves owner owns no longer than they may make owners: the owners above stay. What an API user holds has no end, so it makes nobody owner whom its key was shown to. */
function endFor(owner: User | undefined, caller: Caller, appointing: HeldGrant | undefined) {
  if (isApiUser(caller) && caller.behind.id === owner?.id) throw prolongsOwn();
  return owner?.id === caller.id ? appointing?.expiresAt : undefined;
}

const bindingOf = (
  owner: User,
  event: Event,
  { by, until }: { by: string; until: string | undefined },
): CustomerBinding => ({
  principal: owner.id,
  customer: event.subject,
  roles: { owner: { at: event.at, by, ...(until && { expiresAt: until }) } },
  since: event.id,
  shown: shownOf(owner),
  version: firstVersion(new Date(event.at)),
  updatedAt: event.at,
});

const granted = ({ principal, version }: CustomerBinding, event: Event & { customerId: string }) =>
  letterOf(event, "access-granted", principal, { version, before: [], after: ["owner"] });
