import { type Standing, standingOf } from "../access/approving.ts";
import type { Decision } from "../access/decide.ts";
import { decide, roleOf } from "../access/decide.ts";
import type { Permission } from "../access/permissions.ts";
import { platformRoles } from "../access/platform-roles.ts";
import { customerRoles } from "../access/roles.ts";
import { isInvolved, type StoredAccessRequest } from "../model/access-request.ts";
import type { CustomRoles } from "../model/grant.ts";
import { platform } from "../model/id.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import { isBuiltIn, nameAt, roleNameOf } from "../model/role.ts";
import { contactsAlong } from "../model/seen-customer.ts";
import type { User } from "../model/user.ts";
import * as accessFacts from "../table/access-facts.ts";
import * as candidates from "../table/candidates.ts";
import * as customRoles from "../table/custom-roles.ts";
import * as users from "../table/users.ts";

/** What counts of a request; `email` is the address that it invites. */
export type Asked = Pick<StoredAccessRequest, "customer" | "principal" | "excluded" | "takes"> & {
  email?: string | undefined;
};

/** A person whose word counts, and what gives it weight. */
export interface Approver {
  user: User;
  standing: Exclude<Standing, undefined>;
  decision: Decision;
}

/** Those of some people whose word counts on a request at this instant: active, not deciding about themselves, and allowed to. */
export async function amongThese(
  people: readonly string[],
  request: Asked,
  now: Date,
): Promise<Approver[]> {
  const { customer, takes } = request;
  // Who owns the customer matters to nothing else.
  const withOwners = takes.includes("customer.owners.manage");
  const about = [...new Set(people)].map((principal) => ({ principal, customer, withOwners }));
  const factsAt = await accessFacts.read(about);
  return factsAt(now).flatMap((one) => {
    const { principal: user } = one;
    if (!("email" in user) || user.status !== "active" || isInvolved(user, request)) return [];
    const decision = decide(one);
    const standing = standingOf(decision, request);
    return standing ? [{ user, standing, decision }] : [];
  });
}

/** Where people are looked for: the places for owners of the customer and of those above it, and the roles that are known there. */
interface Where {
  owners: Owners | undefined;
  ownersAbove: readonly Owners[];
  customRoles: CustomRoles;
}

/** People looked at for the sake of letters alone. */
const lookedAtMost = 100;

/** People who may decide on a request, so many at most. More than are needed are looked for only among the first who may be such. */
export async function eligibleFor(
  request: Asked,
  { needed, atMost = needed }: { needed: number; atMost?: number },
  where: Where & { now: Date },
): Promise<User[]> {
  const found = new Map<string, User>();
  let looked = 0;
  for await (const people of possible(request, where)) {
    const approvers = await amongThese(
      people.filter((id) => !found.has(id)),
      request,
      where.now,
    );
    for (const { user, standing } of approvers)
      if (standing === "eligible") found.set(user.id, user);
    looked += people.length;
    if (found.size >= (looked < lookedAtMost ? atMost : needed)) break;
  }
  return [...found.values()].slice(0, atMost);
}

/** People of the platform who handle requests, so many at most: those to be found among the first who may. */
export async function handlersOf(request: Asked, atMost: number, now: Date): Promise<User[]> {
  const found: User[] = [];
  if (request.customer === undefined) return found;
  let looked = 0;
  for await (const people of candidates.admins(rolesGiving("platform.requests.handle"))) {
    const approvers = await amongThese(people, request, now);
    found.push(
      ...approvers
        .filter(({ decision }) => decision.allows("platform.requests.handle"))
        .map(({ user }) => user),
    );
    looked += people.length;
    if (found.length >= atMost || looked >= lookedAtMost) break;
  }
  return found.slice(0, atMost);
}

/** Whoever may hold a role by which it is granted: at the customer or at one above it, since roles flow down, or on a group of the platform that the uppermost is in. */
async function* possible(
  { customer, takes }: Asked,
  { owners, ownersAbove, customRoles: known, now }: Where & { now: Date },
) {
  const granting = takes[0] as Permission;
  if (customer === undefined || !owners) return yield* candidates.admins(rolesGiving(granting));
  const line = [customer, ...ownersAbove.map((one) => one.customer)];
  const [all, adminsAppoint] = await Promise.all([
    customRoles.withAbove(known, line.slice(1)),
    granting === "customer.owners.manage" && lackOwner([owners, ...ownersAbove], now),
  ]);
  const giving = [...Object.keys(customerRoles), ...Object.keys(all.customer ?? {})].filter(
    (role) =>
      role !== "owner" &&
      ((role === "admin" && adminsAppoint) ||
        roleOf("customer", role, all)?.permissions.includes(granting)),
  );
  const [here, ...above] = [owners, ...ownersAbove].map((places, i) =>
    candidates.holdersOf(places.customer, heldAs(giving, line.slice(i), customer), places),
  ) as [People, ...People[]];
  // Groups of customers above are known there; those of the platform are asked for at the same time as the customer.
  const onTop = { customer: line.at(-1) ?? customer, owner: platform };
  const ofPlatform = candidates.throughGroups(onTop, giving);
  const first = await Promise.all([here.next(), ofPlatform.next()]);
  yield first.flatMap(({ value }) => value ?? []);
  for (const people of [here, ...above, ofPlatform]) yield* people;
}

/** The roles on the platform that give something. */
const rolesGiving = (permission: Permission) =>
  Object.keys(platformRoles).filter((role) =>
    roleOf("platform", role, {})?.permissions.includes(permission),
  );

/** True where nobody can act as owner: admins appoint one then. */
async function lackOwner(places: readonly Owners[], now: Date): Promise<boolean> {
  const people = await users.byIds([...new Set(places.flatMap(ownerIds))]);
  return contactsAlong(places, people, now).length === 0;
}

type People = ReturnType<typeof candidates.holdersOf>;

/** What roles that a customer knows are called at one above it: those of customers below that do not count there. */
const heldAs = (
  roles: readonly string[],
  [place = "", ...above]: readonly string[],
  from: string,
) =>
  roles.flatMap((role) => {
    if (isBuiltIn("customer", role)) return [role];
    const { owner = from } = roleNameOf(role);
    return owner === place || above.includes(owner) ? [nameAt(role, place)] : [];
  });
