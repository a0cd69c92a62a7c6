import type { Decision } from "../../shared/access/decide.ts";
import { need } from "../../shared/access/need.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { isAdmin, type SeenUser, seenUser, type User } from "../../shared/model/user.ts";
import * as admins from "../../shared/table/admins.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";

type TurnRequest = Request<(typeof api.users)["disable" | "enable"], User | undefined>;

/** The user that a path names. */
export const userOf = (_: unknown, { params }: { params: { user: string } }) =>
  users.byId(params.user);

/** The permission by which the caller may do something to somebody: whoever runs the platform is touched by those alone who appoint them. */
export function permissionOn(user: User, usual: Permission, decision: Decision): Permission {
  const permission = isAdmin(user) ? "platform.admins.manage" : usual;
  need(decision, permission);
  if (user.status === "deleted") throw new Refusal("user_unavailable", "They were deleted.");
  return permission;
}

/** Switches a person off or on again. What is so already stays, without an event. */
export async function turn(request: TurnRequest, to: "disable" | "enable"): Promise<SeenUser> {
  const { ahead: user, body, caller, decision, now, happened, commit } = request;
  if (!user) throw new Refusal("not_found");
  const roles = user.platformRoles ?? {};
  const permission = permissionOn(user, "platform.users.disable", decision);
  const isDisabled = user.status === "disabled";
  if (isDisabled === (to === "disable")) return seenUser(user, now);
  const turned = users.withStatus(user, to, now);
  await commit([
    users.replace(turned, user.version, now),
    ...(to === "disable"
      ? admins.count(user.id, user.status === "active" ? roles : {}, {})
      : [
          ...admins.count(user.id, {}, turned.status === "active" ? roles : {}),
          ...rights.stillHeld(caller.id, decision.grantOf(permission), now),
        ]),
    events.recordOfUser(
      happened({
        type: `user.${to}d`,
        subject: user.id,
        reason: body.reason,
        before: { status: user.status },
        after: { status: turned.status },
      }),
    ),
  ]);
  return seenUser(turned, now);
}
