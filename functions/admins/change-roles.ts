import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess, refuseOutlasting } from "../../shared/access/granting.ts";
import type { api } from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { EventType } from "../../shared/model/event.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import { changesNothing, type RoleChange, refuseEnds } from "../../shared/model/role-change.ts";
import type { User } from "../../shared/model/user.ts";
import * as admins from "../../shared/table/admins.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";
import * as users from "../../shared/table/users.ts";

type Admins = typeof api.admins;
type RoleRequest = Request<
  Admins["setRoles" | "grantRole" | "takeRole" | "remove"],
  User | undefined
>;

/** The user whose platform roles change. */
export const userOf = (_: unknown, { params }: { params: { principal: string } }) =>
  users.byId(params.principal);

/** The one way in which somebody's platform roles change: refuse, plan, commit. */
export async function changeRoles(
  request: RoleRequest,
  step: (held: HeldRoles) => RoleChange,
  { mustBeAdmin = false, pointerTo = undefined as ((role: string) => string) | undefined } = {},
): Promise<User> {
  const { ahead: user, caller, decision, now } = request;
  const isOwn = request.params.principal === caller.id;
  if (!isOwn && !decision.allows("platform.admins.manage"))
    throw new Refusal("forbidden", "This takes the permission platform.admins.manage.");
  const before = user?.platformRoles;
  if (!user || (mustBeAdmin && !before)) throw new Refusal("not_found");
  request.mustMatch(before && user.version);
  const change = step(before ?? {});
  if (changesNothing(change)) return user;
  refuseExcess("platform", change.given, decision);
  refuseEnds(change, isOwn, now, pointerTo);
  if (isOwn) refuseOutlasting(change.given, decision, ["platform.admins.manage"]);
  if (change.given.length > 0 && user.status !== "active") throw new Refusal("user_unavailable");
  const changed = users.withRoles(user, change.after, now);
  const allowed = decision.grantOf("platform.admins.manage");
  const event = request.happened(describe(user.id, change));
  const { version } = changed;
  await request.commit([
    users.replace(changed, user.version, now),
    ...admins.count(user.id, change.before, change.after),
    ...(isOwn || change.given.length === 0 ? [] : rights.stillHeld(caller.id, allowed, now)),
    events.recordOfUser(event),
    ...(losesKeys(change) ? [tasks.write(taskOf(event, "right-lost", user.id, { version }))] : []),
  ]);
  return changed;
}

function describe(subject: string, { before, after }: RoleChange) {
  const [had, has] = [roleIdsOf(before).length > 0, roleIdsOf(after).length > 0];
  const type: EventType = !has
    ? "platform.admin.removed"
    : had
      ? "platform.admin.changed"
      : "platform.admin.added";
  return {
    ...{ type, subject },
    ...(had && { before: { roles: recordedRoles(before) } }),
    ...(has && { after: { roles: recordedRoles(after) } }),
  };
}

/** True when a change takes the right that keys of the platform rest on. */
const losesKeys = ({ before, after }: RoleChange) => mayManageKeys(before) && !mayManageKeys(after);

const mayManageKeys = (roles: HeldRoles) =>
  roleIdsOf(roles).some((role) =>
    permissionsOf({ level: "platform", role }).includes("platform.api-users.manage"),
  );
