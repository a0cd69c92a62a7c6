import { allowedBy, refuseUnknown } from "../../shared/access/granting.ts";
import { losesGranting } from "../../shared/access/losing.ts";
import { need } from "../../shared/access/need.ts";
import type * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import { isTheirs } from "../../shared/model/caller.ts";
import { refuseTooLong } from "../../shared/model/longest-access.ts";
import { hasLiveOwner } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { type RoleChange, refuseEnds } from "../../shared/model/role-change.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as members from "../../shared/table/members.ts";
import { plan } from "../../shared/table/role-changes.ts";
import { wantedFrom } from "./wanting.ts";

type Members = typeof api.members;
type RoleRequest = Request<Members["setRoles" | "grantRole" | "takeRole" | "remove"]>;

interface Details {
  mustBeMember?: boolean;
  /** Takes the project access too, whatever groups give. */
  isRemoval?: boolean;
  /** Where in the request a role stands. */
  pointerTo?: (role: string) => string;
}

/** The permissions by which roles of others change; which of them it takes depends on the roles. */
const changing = [
  "customer.members.grant",
  "customer.members.edit",
  "customer.members.remove",
  "customer.owners.manage",
] as const;

/** The one way in which a member's roles change: read, refuse, plan, commit. */
export async function changeRoles(
  request: RoleRequest,
  principal: string,
  step: (held: HeldRoles) => RoleChange,
  { mustBeMember = false, isRemoval = false, pointerTo = () => "" }: Details = {},
) {
  const { caller, customer, now, happened } = request;
  const isOwn = principal === caller.id;
  // Before anything is read: who changes nobody's roles must not learn who is a member.
  if (!isOwn) need(request.decision, ...changing);
  const places = [request.owners, ...request.ownersAbove] as const;
  const line = places.map((one) => one.customer);
  const [found, known] = await Promise.all([
    members.read(principal, places),
    customRoles.withAbove(request.decision.customRoles, line.slice(1)),
  ]);
  const member = { ...found, user: found.user ?? request.newcomer };
  const isMember = holdsRoles(member.binding);
  if (mustBeMember && !isMember) throw new Refusal("not_found");
  const change = step(member.binding?.roles ?? {});
  refuseUnknown("customer", change.given, known, (role) => `${pointerTo(role)}/role`);
  request.mustMatch(isMember ? member.binding?.version : undefined);
  const decision = request.reconsider({
    hasLiveOwner: hasLiveOwner(places, member.active, now),
    customRoles: known,
  });
  const theirs = isTheirs(caller, principal);
  const allowed = allowedBy(change, decision, isOwn, theirs);
  const pointerToEnd = (role: string) => `${pointerTo(role)}/expiresAt`;
  refuseEnds(change, theirs, now, pointerToEnd);
  refuseTooLong(env.maxAccessDays, "customer", change.given, now, pointerToEnd);
  const planned = plan(
    {
      customer: customer.id,
      line,
      principal,
      places,
      caller,
      now,
      happened,
      allowedBy: allowed,
      isRemoval,
      displacesNobody: request.isImport,
      losesGranting: (step, besides) => losesGranting(step, decision.customRoles, now, besides),
    },
    member,
    change,
  );
  if (planned.writes.length === 0) return planned;
  const wanted = wantedFrom(change, principal, { decision, allowed, now });
  const isInside = isMember || (member.through.get(principal) ?? []).length > 0;
  const approval = wanted ? await request.approval({ ...wanted, isInside }) : [];
  const given = change.given.map(({ role }) => role);
  const asAgreed = request.isCarriedOut ? customRoles.stayAsKnown(given, customer.id, known) : [];
  await request.commit([...request.makeKnown(), ...planned.writes, ...approval, ...asAgreed]);
  return planned;
}
