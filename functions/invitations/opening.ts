import { roleOf } from "../../shared/access/decide.ts";
import { env } from "../../shared/env.ts";
import { definedIn } from "../../shared/model/custom-role.ts";
import { type Customer, isClosed } from "../../shared/model/customer.ts";
import { readableAddress } from "../../shared/model/email-address.ts";
import { type Gate, gatesFrom } from "../../shared/model/gate.ts";
import type { CustomRoles, Level } from "../../shared/model/grant.ts";
import { isOpenState, type StoredInvitation, stateOf } from "../../shared/model/invitation.ts";
import type { InvitationPreview } from "../../shared/model/invitation-link.ts";
import { linkIn } from "../../shared/model/invitation-token.ts";
import type { Owners } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { ownersNamed } from "../../shared/model/role.ts";
import { hashOf, sameHash } from "../../shared/model/secret.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as facts from "../../shared/table/facts.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as projects from "../../shared/table/projects.ts";
import { keys } from "../../shared/table/schema.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { tooLate } from "./ending.ts";

/** An invitation and the customer it is for. */
export interface Opened {
  invitation: StoredInvitation;
  customer: Customer;
  gate: Gate;
  /** The gate, and those of the customers above, the nearest first. */
  gates: readonly Gate[];
  owners: Owners;
  /** The customers above, the nearest first. */
  above: readonly string[];
  /** How it is with the customer and with each of those above it. */
  statuses: readonly Customer["status"][];
  /** Roles that the customer defines, and those of customers above that it offers. */
  customRoles: CustomRoles;
  /** Mails to the address, where they were read along. */
  mails?: addressMails.AddressMails;
}

/** Reads an invitation with its customer in one wave, and with the mails to its address where that is known before. */
export async function read(
  customer: string,
  invitation: string,
  email?: string,
): Promise<Opened | undefined> {
  const wanted = [keys.invitation({ customer, invitation })];
  if (email) wanted.push(addressMails.keyOf(email));
  const found = await facts.read(undefined, { customer }, wanted, true);
  const [item, mails] = found.more;
  const stored = invitations.parse(item);
  if (!stored || !found.customer || !found.gate || !found.owners) return undefined;
  const above = found.ancestors.map((one) => one.customer.id);
  const named = ownersNamed(stored.roles);
  return {
    invitation: stored,
    customer: found.customer,
    gate: found.gate,
    gates: gatesFrom(found.gate, found.ancestors),
    owners: found.owners,
    above,
    statuses: [found.customer, ...found.ancestors.map((one) => one.customer)].map(
      ({ status }) => status,
    ),
    customRoles: await customRoles.withAbove(
      found.customRoles,
      above.filter((one) => named.includes(one)),
    ),
    ...(email && { mails: addressMails.parse(email, mails) }),
  };
}

/** Opens an invitation by the token of its newest mail. One answer and the same work for every wrong token, so that nothing can be guessed. */
export async function open(token: string): Promise<Opened> {
  const { customer, invitation, secret } = linkIn(token) ?? unknown;
  const found = await read(customer, invitation);
  const isRight = sameHash(hashOf(secret), found?.invitation.hash ?? hashOf(""));
  if (!found || !isRight) throw new Refusal("invitation_not_found");
  return found;
}

const unknown = { customer: "-", invitation: "-", secret: "-" };

/** An invitation to a customer that is being closed dies with it. */
export const stateWith = (
  { invitation, customer }: Pick<Opened, "invitation" | "customer">,
  now: Date,
) => {
  const isClosing = isClosed(customer);
  const state = stateOf(invitation, now);
  return isClosing && isOpenState(state) ? "revoked" : state;
};

/** Refuses an answer to an invitation that has ended, or that has to be sent again first. */
export function mustBePending(opened: Opened, now: Date): void {
  const state = stateWith(opened, now);
  if (state !== "pending") throw tooLate(state);
}

/** What the invitation offers, as its addressee sees it. */
export async function previewOf(opened: Opened, now: Date): Promise<InvitationPreview> {
  const { invitation, customer } = opened;
  const ids = [...new Set(invitation.projects.map(({ project }) => project))];
  const [known, groups, ofPlatform] = await Promise.all([
    ids.length > 0 ? projects.byIds(customer.id, ids) : [],
    userGroups.byIds(invitation.groups.map(({ group }) => group)),
    customRoles.forProjects(invitation.projects.map(({ role }) => role)),
  ]);
  const roles = { ...opened.customRoles, ...definedIn(undefined, ofPlatform) };
  const called = (level: Level, role: string) => roleOf(level, role, roles)?.name ?? role;
  return {
    ...invitation,
    email: readableAddress(invitation.email),
    state: stateWith(opened, now),
    customer: { id: customer.id, displayName: customer.displayName },
    roleNames: invitation.roles.map((role) => called("customer", role)),
    projects: invitation.projects.flatMap(({ project, key, role }) => {
      const found = known.find((one) => one.key === key);
      const { displayName } = found ?? {};
      return found ? [{ project, displayName, role, roleName: called("project", role) }] : [];
    }),
    groups: groups.map(({ id, displayName }) => ({ group: id, displayName })),
    signInUrl: env.signInUrl,
  };
}
