import { customerRoles } from "../../shared/access/roles.ts";
import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { CustomerBinding } from "../../shared/model/binding.ts";
import { firstOf, latestEnd } from "../../shared/model/longest-access.ts";
import { memberOf } from "../../shared/model/member.ts";
import { isLive } from "../../shared/model/role.ts";
import { refuseEnds, withRole } from "../../shared/model/role-change.ts";
import * as members from "../../shared/table/members.ts";
import { plan } from "../../shared/table/role-changes.ts";

const joining = "platform.customers.join";

/** Whoever is an admin already stays as they are. The role ends with the one that allows to join, or earlier when the platform says so. */
export const run = useCase(api.members.join, async (request) => {
  const { caller, customer, decision, now, happened } = request;
  const places = [request.owners, ...request.ownersAbove] as const;
  const line = places.map((one) => one.customer);
  const member = await members.read(caller.id, places);
  const held = member.binding?.roles.admin;
  if (member.binding && held && isLive(held, now)) return memberOf(member.binding, now);
  const ends = [
    decision.permissions.get(joining)?.expiresAt,
    latestEnd(env.maxAccessDays, "customer", "admin", now),
  ];
  const wanted = { role: "admin", expiresAt: firstOf(ends) };
  const change = withRole(member.binding?.roles ?? {}, wanted, caller.id, now);
  refuseEnds(change, true, now);
  const { writes, binding } = plan(
    {
      customer: customer.id,
      line,
      principal: caller.id,
      places,
      caller,
      now,
      allowedBy: decision.grantOf(joining),
      losesGranting: () => false,
      happened: (step) => happened({ ...step, after: { ...step.after, joined: true } }),
    },
    member,
    change,
  );
  const approval = await request.approval({
    kind: "join",
    principal: caller.id,
    granting: "customer.members.grant",
    gives: customerRoles.admin.permissions,
    claims: [{ target: "customer", role: "admin" }],
    asks: { roles: [wanted] },
  });
  await request.commit([...writes, ...approval]);
  return memberOf(binding as CustomerBinding, now);
});
