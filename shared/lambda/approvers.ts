import { type Standing, standingOf } from "../access/approving.ts";
import type { Decision } from "../access/decide.ts";
import { decide, roleOf } from "../access/decide.ts";
import type { Permission } from "../access/permissions.ts";
import { customerRoles } from "../access/roles.ts";
import { isInvolved, type StoredAccessRequest } from "../model/access-request.ts";
import type { CustomRoles } from "../model/grant.ts";
import { platform } from "../model/id.ts";
import type { Owners } from "../model/owners.ts";
import { isBuiltIn, nameAt, roleNameOf } from "../model/role.ts";
import type { User } from "../model/user.ts";
import * as accessFacts from "../table/access-facts.ts";
import * as candidates from "../table/candidates.ts";
import * as customRoles from "../table/custom-roles.ts";

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

/** People who may decide on a request, so many at most. */
export async function eligibleFor(
  request: Asked,
  atMost: number,
  where: Where & { now: Date },
): Promise<User[]> {
  const found = new Map<string, User>();
  for await (const people of possible(request, where)) {
    const approvers = await amongThese(
      people.filter((id) => !found.has(id)),
      request,
      where.now,
    );
    for (const { user, standing } of approvers)
      if (standing === "eligible") found.set(user.id, user);
    if (found.size >= atMost) break;
  }
  return [...found.values()].slice(0, atMost);
}

/** People of the platform who handle requests, so many at most. */
export async function handlersOf(request: Asked, atMost: number, now: Date): Promise<User[]> {
  const found: User[] = [];
  if (request.customer === undefined) return found;
  for await (const people of candidates.admins()) {
    const approvers = await amongThese(people, request, now);
    found.push(
      ...approvers
        .filter(({ decision }) => decision.allows("platform.requests.handle"))
        .map(({ user }) => user),
    );
    if (found.length >= atMost) break;
  }
  return found.slice(0, atMost);
}

/** Whoever may hold a role by which it is granted: at the customer or at one above it, since roles flow down, or on a group of the platform that the uppermost is in. */
async function* possible(
  { customer, takes: [granting] }: Asked,
  { owners, ownersAbove, customRoles: known }: Where,
) {
  if (customer === undefined || !owners) return yield* candidates.admins();
  const line = [customer, ...ownersAbove.map((one) => one.customer)];
  const all = await customRoles.withAbove(known, line.slice(1));
  const giving = [...Object.keys(customerRoles), ...Object.keys(all.customer ?? {})].filter(
    (role) =>
      role !== "owner" &&
      (role === "admin" ||
        roleOf("customer", role, all)?.permissions.includes(granting as Permission)),
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
