import { permissionsOf } from "../../shared/access/decide.ts";
import { refuseExcess, refuseOutlasting } from "../../shared/access/granting.ts";
import { rolesGained } from "../../shared/access/losing.ts";
import { need } from "../../shared/access/need.ts";
import type * as api from "../../shared/api/index.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { type AdminRecord, isGroup, withPlatformRoles } from "../../shared/model/admin.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import type { EventType } from "../../shared/model/event.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { type HeldRoles, recordedRoles, roleIdsOf } from "../../shared/model/role.ts";
import {
  afterRequest,
  changesNothing,
  type RoleChange,
  refuseEnds,
} from "../../shared/model/role-change.ts";
import * as admins from "../../shared/table/admins.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as platformEnds from "../../shared/table/platform-ends.ts";
import * as rights from "../../shared/table/rights.ts";
import { followUp } from "./follow-up.ts";

type Admins = typeof api.admins;
type RoleRequest = Request<
  Admins["setRoles" | "grantRole" | "takeRole" | "remove"],
  AdminRecord | undefined
>;

/** The person or group whose platform roles change. */
export const recordOf = (_: unknown, { params }: { params: { principal: string } }) =>
  admins.byId(params.principal);

/** The one way in which platform roles of a person or a group change: refuse, plan, commit. */
export async function changeRoles(
  request: RoleRequest,
  step: (held: HeldRoles) => RoleChange,
  { mustBeAdmin = false, pointerTo = undefined as ((role: string) => string) | undefined } = {},
): Promise<AdminRecord> {
  const { ahead: record, caller, decision, now } = request;
  const isOwn = request.params.principal === caller.id;
  const theirs = isTheirs(caller, request.params.principal);
  if (!isOwn) need(decision, "platform.admins.manage");
  const before = record?.platformRoles;
  if (!record || (mustBeAdmin && !before)) throw new Refusal("not_found");
  request.mustMatch(before && record.version);
  const change = step(before ?? {});
  if (changesNothing(change)) return record;
  refuseExcess("platform", change.given, decision);
  refuseEnds(change, theirs, now, pointerTo);
  if (theirs) refuseOutlasting(change.given, decision, ["platform.admins.manage"]);
  if (change.given.length > 0 && !isGroup(record) && record.status !== "active")
    throw new Refusal("user_unavailable", "They are disabled or deleted, or have never signed in.");
  const allowed = decision.grantOf("platform.admins.manage");
  const approval = await approvalFor(request, change);
  const event = request.happened(describe(record.id, change));
  const roles = afterRequest(change, event.accessRequest);
  const changed = withPlatformRoles(record, roles, now);
  await request.commit([
    ...approval,
    admins.replace(changed, record.version, now),
    ...platformEnds.follow(changed, change.before),
    ...(isCounted(record) ? admins.count(record.id, change.before, change.after) : []),
    ...(change.given.length === 0 ? [] : rights.stillHeld(caller.id, allowed, now)),
    events.recordOfUser({ ...event, settled: { platformRoles: roles } }),
    ...followUp(changed, change, event),
  ]);
  return changed;
}

/** Active people alone are counted among the administrators. */
const isCounted = (record: AdminRecord) => !isGroup(record) && record.status === "active";

/** What others may have to agree to. */
async function approvalFor(
  { approval, params, now }: RoleRequest,
  change: RoleChange,
): Promise<Write[]> {
  const roles = rolesGained("platform", change, now);
  if (roles.length === 0) return [];
  return approval({
    kind: "platform-roles",
    principal: params.principal,
    granting: "platform.admins.manage",
    gives: roles.flatMap((role) => permissionsOf({ level: "platform", role })),
    asks: { roles: change.given },
    claims: roles.map((role) => ({ target: "platform", role })),
  });
}

function describe(subject: string, { before, after }: RoleChange) {
  const [had, has] = [roleIdsOf(before).length > 0, roleIdsOf(after).length > 0];
  const type: EventType = !has
    ? "platform.admin.removed"
    : had
      ? "platform.admin.changed"
      : "platform.admin.added";
  return {
    type,
    subject,
    ...(had && { before: { roles: recordedRoles(before) } }),
    ...(has && { after: { roles: recordedRoles(after) } }),
  };
}
