import { check } from "../../shared/lambda/parse.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { ImportedData } from "../../shared/model/imported-line.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, isLive } from "../../shared/model/role.ts";
import type { WantedRole } from "../../shared/model/role-change.ts";
import { invitedUser, NewUser, type User } from "../../shared/model/user.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as memberships from "../../shared/table/memberships.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import * as users from "../../shared/table/users.ts";
import type { Importing, ImportKind, Line } from "./importing.ts";
import { customerAt, groupAt, groupFound } from "./needs.ts";
import { made, missing, type Outcome } from "./outcome.ts";

interface Known {
  email: string;
  firstName?: string | undefined;
  lastName?: string | undefined;
}

/** Does something for the person behind an address. Whom nobody knows yet becomes known with it, or not at all: whoever first signs in with that address, verified, is them. */
export async function forPerson(
  { email, firstName, lastName }: Known,
  { now }: Importing,
  take: (id: string, newcomer?: User) => Promise<Outcome>,
): Promise<Outcome> {
  const known = await users.idOfAddress(email);
  if (known) return take(known);
  const newcomer = invitedUser(check(NewUser(), { email, firstName, lastName }, ""), now);
  try {
    return await take(newcomer.id, newcomer);
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === "address_taken";
    const other = isTaken ? await users.idOfAddress(email) : undefined;
    if (!other) throw error;
    return take(other);
  }
}

/** Roles as far as they still are to be given: what is held stays as it is. */
export function rolesToGive(asked: readonly WantedRole[], held: HeldRoles, now: Date) {
  const isHeld = (role: string) => Object.hasOwn(held, role) && isLive(held[role] ?? {}, now);
  const live = asked.filter((one) => isLive(one, now));
  const given = live.filter(({ role }) => !isHeld(role));
  const otherwise = live.some(
    ({ role, expiresAt }) => expiresAt && isHeld(role) && held[role]?.expiresAt !== expiresAt,
  );
  return { live, given, otherwise };
}

/** What becomes of a line that gives nothing. */
export const nothingGiven = (
  { live, otherwise }: ReturnType<typeof rolesToGive>,
  id: string,
): Outcome => {
  if (live.length === 0) return { status: "skipped", detail: "Every role in it has ended." };
  return otherwise ? { status: "differs", id, differs: ["roles"] } : { status: "unchanged", id };
};

const wantedOf = (held: HeldRoles): WantedRole[] =>
  Object.entries(held).map(([role, { expiresAt }]) => ({ role, expiresAt }));

const attempts = 4;

/** Gives roles on a customer to somebody or to a group, beside those that they hold. */
async function give(
  line: Line<{ customer: string; roles: readonly WantedRole[] }>,
  principal: string,
  importing: Importing,
  newcomer?: User,
): Promise<Outcome> {
  const { customer, roles } = line.data;
  for (let attempt = 1; ; attempt++) {
    const binding = await bindings.onCustomerOf(customer, principal);
    const held = binding?.roles ?? {};
    const giving = rolesToGive(roles, held, importing.now);
    if (giving.given.length === 0) return nothingGiven(giving, principal);
    const kept = wantedOf(held).filter(
      ({ role }) => !giving.given.some((one) => one.role === role),
    );
    try {
      const call = {
        call: "members.setRoles",
        params: { customer, principal },
        body: { roles: [...kept, ...giving.given] },
        ifMatch: versionOf(binding),
      };
      const how = kept.length > 0 ? "updated" : "created";
      return made(await importing.call(line.raw, call, newcomer), how);
    } catch (error) {
      const isStale = error instanceof Refusal && error.code === "stale";
      if (!isStale || attempt === attempts) throw error;
    }
  }
}

/** The version of what is held; nothing is held by whom a binding without roles says since when they have access. */
const versionOf = (binding: CustomerBinding | undefined) =>
  binding && Object.keys(binding.roles).length > 0 ? `"${binding.version}"` : '"0"';

/** Somebody with roles on a customer. */
export const member: ImportKind<ImportedData<"member">> = {
  keyOf: (data) => `${data.customer}/${data.email}`,
  needs: (data) => [customerAt(data.customer)],
  take: async (line, importing) => {
    const { customer, roles } = line.data;
    const giving = rolesToGive(roles, {}, importing.now);
    if (giving.given.length === 0) return nothingGiven(giving, "");
    const need = customerAt(customer);
    if (!(await need.isThere())) return missing([need.line]);
    return forPerson(line.data, importing, (id, newcomer) => give(line, id, importing, newcomer));
  },
};

/** Roles of a group on a customer. */
export const groupRole: ImportKind<ImportedData<"group-role">> = {
  keyOf: (data) => `${data.customer}/${data.group}`,
  needs: (data) => [customerAt(data.customer), groupAt(data.customer, data.group)],
  take: async (line, importing) => {
    const found = await groupFound(line.data.customer, line.data.group);
    if (!found) throw new Refusal("not_found");
    return give(line, found.id, importing);
  },
};

/** Somebody in a group. */
export const groupMember: ImportKind<ImportedData<"group-member">> = {
  keyOf: (data) => `${data.customer}/${data.group}/${data.email}`,
  needs: (data) => [customerAt(data.customer), groupAt(data.customer, data.group)],
  take: async (line, importing) => {
    const { customer, group: identifier } = line.data;
    const found = await userGroups.byIdentifier(customer, identifier);
    if (!found) throw new Refusal("not_found");
    return forPerson(line.data, importing, async (user, newcomer) => {
      if (await memberships.read({ principal: user, group: found.id }))
        return { status: "unchanged", id: user };
      const params = { customer, group: found.id, user };
      const call = { call: "groupMembers.add", params };
      const outcome = made(await importing.call(line.raw, call, newcomer), "created");
      const isThere = outcome.status !== "waiting" && !(newcomer && importing.isRehearsal);
      return isThere ? { ...outcome, id: user } : outcome;
    });
  },
};
