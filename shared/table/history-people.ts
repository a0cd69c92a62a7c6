import type { ApiUser } from "../model/api-user.ts";
import { firstIdOf, platform } from "../model/id.ts";
import { hasLiveOwner, ownerIds } from "../model/owners.ts";
import type { HeldRoles } from "../model/role.ts";
import type { StoredEvent } from "../model/settled.ts";
import type { User } from "../model/user.ts";
import { logBegins } from "./events.ts";
import type { History } from "./history.ts";
import { byThen } from "./history-holdings.ts";
import * as memberships from "./memberships.ts";
import * as owners from "./owners.ts";
import * as users from "./users.ts";

type Status = User["status"];

/** What an event says about the state of a person. */
function statusAfter({ type, actor, subject, after, settled }: StoredEvent): Status | undefined {
  if (type === "user.created") return actor.id === subject ? "active" : "invited";
  if (type === "user.claimed") return "active";
  if (type === "user.disabled" || type === "user.enabled") return after?.status as Status;
  if (type === "user.deleted") return "deleted";
  return settled?.status as Status | undefined;
}

/** The state of a person, `deleted` of one who was not known yet. Whom an invitation made has no event before they sign in. */
export async function statusThen(user: string, history: History): Promise<Status> {
  const said = await history.latest({ subject: user }, statusAfter);
  if (said) return said;
  if (user > `${firstIdOf("user", history.asOf)}~`) return "deleted";
  if (user > firstIdOf("user", logBegins(new Date()))) return "invited";
  return (await users.byId(user))?.status ?? "deleted";
}

/** After these nothing is left of what somebody held on the platform. */
const losesAll = ["user.deleted", "user.unclaimed", "platform.group.deleted"];

/** The platform roles of a person or a group. */
export async function platformRolesThen(
  subject: string,
  today: HeldRoles | undefined,
  history: History,
): Promise<HeldRoles> {
  const said = await history.latest({ subject }, ({ type, settled }) =>
    losesAll.includes(type) ? {} : settled?.platformRoles,
  );
  return said ?? byThen(today, history);
}

/** The groups of a customer, or of the platform, that somebody was in, and that were still there. */
export async function groupsThen(
  user: string,
  customer: string | undefined,
  today: readonly string[],
  history: History,
): Promise<string[]> {
  const what = customer === undefined ? platform : "customer";
  const was = new Map<string, boolean>();
  for (const { type, before, after } of await history.all({ subject: user, customer })) {
    const group = String((after ?? before)?.group);
    if (type.startsWith(`${what}.group.member.`) && !was.has(group))
      was.set(group, type.endsWith("added"));
  }
  const untold = today.filter((group) => !was.has(group));
  const found = await Promise.all(
    untold.map((group) => memberships.read({ principal: user, group })),
  );
  for (const one of found)
    if (one?.customer === (customer ?? platform) && one.at <= history.asOf.toISOString())
      was.set(one.group, true);
  const groups = [...was].flatMap(([group, isIn]) => (isIn ? [group] : []));
  const isGone = await Promise.all(groups.map((one) => isGroupGone(one, [customer], history)));
  return groups.filter((_, i) => !isGone[i]);
}

/** True of a group that had been deleted by then. */
export async function isGroupGone(
  group: string,
  owners: readonly (string | undefined)[],
  history: History,
): Promise<boolean> {
  const last = await Promise.all(
    owners.map((customer) =>
      history.latest({ subject: group, customer }, ({ type }) =>
        /group[.](created|updated|deleted)$/.test(type) ? type : undefined,
      ),
    ),
  );
  return last.some((type) => type?.endsWith("deleted"));
}

/** Whether one of some customers had a live owner. */
export async function hadLiveOwner(customers: readonly string[], history: History) {
  const found = await Promise.all(customers.map((customer) => owners.asOf(customer, history.asOf)));
  const places = found.flatMap((one) => one ?? []);
  const ids = [...new Set(places.flatMap(ownerIds))];
  const statuses = await Promise.all(ids.map((id) => statusThen(id, history)));
  const active = new Set(ids.filter((_, i) => statuses[i] === "active"));
  return hasLiveOwner(places, active, history.asOf);
}

/** An API user of the platform or one of some customers, with the permissions that it had; undefined where there was none. */
export async function apiUserThen(
  subject: string,
  customers: readonly string[],
  today: ApiUser | undefined,
  history: History,
): Promise<ApiUserThen | undefined> {
  for (const customer of [undefined, ...customers]) {
    const all = await history.all({ subject, customer });
    const events = all.filter(({ type }) => isOfApiUser.test(type));
    const [newest] = events;
    if (!newest) continue;
    if (newest.type.endsWith("deleted")) return undefined;
    const permissions = events.toReversed().reduce(permissionsAfter, new Set<string>());
    return {
      id: subject,
      customer,
      permissions: [...permissions],
      updatedAt: newest.at,
      updatedBy: newest.actor.id,
    };
  }
  return today && today.updatedAt <= history.asOf.toISOString() ? today : undefined;
}

type ApiUserThen = Pick<ApiUser, "id" | "customer" | "permissions" | "updatedAt" | "updatedBy">;

const isOfApiUser = /[.]api-user[.](created|updated|deleted)$/;

/** A set after it was made, or after some were added and others taken. */
function permissionsAfter(held: Set<string>, { before = {}, after = {} }: StoredEvent) {
  const named = (permissions: unknown) => (permissions ?? []) as string[];
  const removed = named(before.removed);
  const more = [...held, ...named(after.permissions), ...named(after.added)];
  return new Set(more.filter((permission) => !removed.includes(permission)));
}
