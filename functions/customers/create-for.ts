import { refuseUnknown } from "../../shared/access/granting.ts";
import * as api from "../../shared/api/index.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import { mailsPerDay } from "../../shared/model/gate.ts";
import { platform } from "../../shared/model/id.ts";
import { openInvitation, placesWith } from "../../shared/model/new-invitation.ts";
import type { Owners } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { seenCustomer } from "../../shared/model/seen-customer.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import * as newInvitations from "../../shared/table/new-invitations.ts";
import * as rights from "../../shared/table/rights.ts";
import { founded, foundingWrites } from "./founding.ts";
import { joinGroups } from "./grouping.ts";
import { homeMustBeOf } from "./home.ts";

const creating = "platform.customers.create";
const days = 7;

/** The first people are invited by the right to create customers alone; the customer may have no owner until one accepts. */
export const run = useCase(
  api.customers.createFor,
  { ahead: (_, { body }) => addressMails.toAll(body.people.map(({ email }) => email)) },
  async (request) => {
    const { caller, body, ahead: mails, decision, now, commit } = request;
    const { people, groups = [], ...profile } = body;
    const grouping = "platform.customer-groups.manage";
    if (groups.length > 0 && !decision.allows(grouping))
      throw new Refusal("forbidden", `To put it into groups takes the permission ${grouping}.`);
    for (const [i, { roles }] of people.entries()) refuseUnknownOf(i, roles);
    await homeMustBeOf({}, body.homeDashboardId, request);
    if (people.length > 0) await request.spend("invitations", people.length, mailsPerDay);
    const founding = founded(profile, request, { groups });
    const { customer } = founding;
    const sent = people.map((person, i) => ({
      ...invited(person, customer.id, request),
      invitee: { mails: mails[i] as addressMails.AddressMails },
      now,
    }));
    const places = sent.reduce<Owners>(
      (held, { invitation, event }) => placesWith(invitation, held, event.id, now) ?? held,
      { customer: customer.id, places: [], version: 1 },
    );
    const joining = await joinGroups(groups, {
      customer: customer.id,
      owner: platform,
      decision,
      gates: [],
      above: [],
      now,
    });
    await commit(
      [
        ...joining,
        ...foundingWrites(founding, places.places, now, people.length),
        ...rights.stillHeld(caller.id, decision.grantOf(creating), now),
        ...sent.flatMap(newInvitations.send),
      ],
      { customer: customer.id },
    );
    return seenCustomer(customer, [], decision);
  },
);

/** A customer that is new has no roles of its own. */
const refuseUnknownOf = (person: number, roles: readonly string[]) =>
  refuseUnknown(
    "customer",
    roles.map((role) => ({ role })),
    {},
    (role) => `/people/${person}/roles/${roles.indexOf(role)}`,
  );

type Creating = Request<typeof api.customers.createFor, unknown>;

function invited(
  person: Creating["body"]["people"][number],
  customer: string,
  { caller, now, happened }: Pick<Creating, "caller" | "now" | "happened">,
) {
  const plan = { ...person, customer, projects: [], groups: [], days, byPlatform: true };
  const invitation = openInvitation(plan, caller, now);
  const event = happened({
    type: "customer.invitation.created",
    subject: invitation.id,
    customerId: customer,
    after: { roles: invitation.roles, projects: [] },
  });
  return { invitation, event };
}
