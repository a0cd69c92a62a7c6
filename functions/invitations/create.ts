import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { mailsPerDay } from "../../shared/model/gate.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as invitees from "../../shared/table/invitees.ts";
import * as newInvitations from "../../shared/table/new-invitations.ts";
import * as plannedGroups from "../../shared/table/planned-groups.ts";
import { decisionOf, placesOf, rolesAt } from "./deciding.ts";
import { allowing, invite, mayPlan } from "./inviting.ts";
import { wantedFor } from "./wanting.ts";
import { plannedBy, writesFor } from "./writes.ts";

export const run = useCase(
  api.invitations.create,
  {
    ahead: async (_, { params, body }) => {
      const [users, ofPlatform, planned] = await Promise.all([
        invitees.usersBehind([body.email]),
        customRoles.forProjects(body.projects.map(({ role }) => role)),
        plannedGroups.read(params.customer, body.groups),
      ]);
      return { users, ofPlatform, planned };
    },
  },
  async (request) => {
    const { caller, customer, gate, owners, body, now, ahead, happened, commit } = request;
    const { users, ofPlatform, planned } = ahead;
    const onProjects = body.projects.map(({ project }) => project);
    const places = placesOf(request);
    const [known, roles] = await Promise.all([
      invitees.read(customer.id, [body.email], users, onProjects, places),
      rolesAt(request),
      request.spend("invitations", 1, mailsPerDay),
    ]);
    const decision = decisionOf(request, roles, places, known.activeOwners);
    const { projects } = known;
    const whose = { customer: customer.id, inviter: caller, decision };
    const inviting = { ...whose, projects, ofPlatform, planned, now };
    const allowed = mayPlan(body, inviting);
    const invitee = known.invitees[0] as invitees.Invitee;
    const invitation = invite(body, invitee, inviting);
    const event = happened({
      type: "customer.invitation.created",
      subject: invitation.id,
      after: plannedBy(invitation),
    });
    const wanted = wantedFor(invitation, decision, allowed, now, ofPlatform);
    const approval = wanted
      ? await request.approval({
          ...wanted,
          meanwhile: (asked) => newInvitations.hold({ invitation, event, now }, asked, owners),
        })
      : [];
    const grants = allowing(invitation, allowed, decision);
    const sent = { invitation, invitee, event, gate, owners, allowed: grants, now };
    await commit([...writesFor(sent), ...approval], { invitation: invitation.id });
    return invitation;
  },
);
