import { roleOf } from "../../shared/access/decide.ts";
import { env } from "../../shared/env.ts";
import { isClosed } from "../../shared/model/customer.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { hashOf } from "../../shared/model/secret.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import { mayBeEarly } from "../../shared/table/correspondence.ts";
import { readInvitation } from "../../shared/table/invitation-correspondence.ts";
import * as invitations from "../../shared/table/invitations.ts";
import type { Prepared } from "./prepare.ts";

/** The invitation mail. The hash of its secret is stored before the mail goes, so that no link arrives too early. */
export async function prepareInvitation(letter: Letter): Promise<Prepared> {
  const { customer: customerId = "-", recipient: id, version: round } = letter;
  const { invitation, invitee, customer, customRoles, projects, groups } = await readInvitation(
    customerId,
    id,
  );
  const isThere = invitation && customer && invitation.round >= round;
  if (!isThere && mayBeEarly(letter)) throw new TooEarly("invitation");
  if (!isThere) return { drop: "the invitation is gone" };
  if (invitation.round > round) return { drop: "a newer mail replaces it" };
  const state = stateOf(invitation, new Date());
  if (state !== "pending") return { drop: `the invitation is ${state}` };
  if (isClosed(customer)) return { drop: "the customer is closed" };
  // The invitation itself stays as it is, or whoever sends it would learn that a stranger is disabled.
  if (invitee?.status === "disabled") return { drop: "the person is gone" };
  const { linkOf, secretOf } = await import("../../shared/mail/secret.ts");
  const secret = await secretOf(customerId, id, round);
  if (!(await invitations.storeHash(invitation, hashOf(secret))))
    return { drop: "the invitation has changed just now" };
  const byProject = Map.groupBy(invitation.projects, ({ project }) => project);
  const tags = { letter: "invitation", customer: customerId, invitation: id, round: String(round) };
  return {
    to: invitation.email,
    tags,
    content: {
      letter: "invitation",
      customer: customer.displayName,
      firstName: invitation.firstName,
      lastName: invitation.lastName,
      inviter: invitation.inviter.displayName,
      address: invitation.email,
      roles: invitation.roles.map((role) => roleOf("customer", role, customRoles)?.name ?? role),
      groups: groups.map(({ displayName }) => displayName),
      projects: [...byProject].map(([project, plan]) => ({
        name: projects.find(({ key }) => key === plan[0]?.key)?.displayName ?? project,
        roles: plan.map(({ role }) => roleOf("project", role, customRoles)?.name ?? role),
      })),
      accessUntil: invitation.accessExpiresAt,
      message: invitation.message,
      link: linkOf(env.appUrl, customerId, id, secret),
      linkUntil: invitation.expiresAt,
      resent: invitation.resent,
    },
  };
}
