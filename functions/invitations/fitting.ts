import type { NewInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { isBuiltIn } from "../../shared/model/role.ts";

type Plan = Pick<NewInvitation, "roles" | "projects" | "groups">;

/** Actions of a group in the transaction that accepts an invitation: the membership, its event, and checks that the group gives what it gave. */
const ofGroup = 4;

/** Actions of a whole plan. The others of a hundred are for the invitation, the person, the customers above and whatever the inviter's right rests on. */
const atMost = 60;

/** Who was given a role that is not built in is noted; of a customer role from above in three places. */
const actionsOf = ({ roles, projects, groups }: Plan) =>
  3 * roles.filter((role) => !isBuiltIn("customer", role)).length +
  new Set(projects.map(({ project }) => project)).size +
  projects.filter(({ role }) => !isBuiltIn("project", role)).length +
  ofGroup * groups.length;

/** Refuses a plan that no single transaction can carry out, which an acceptance is. */
export function mustFit(plan: Plan): void {
  const tooMany = Math.ceil((actionsOf(plan) - atMost) / ofGroup);
  if (tooMany <= 0) return;
  const message = `are ${tooMany} too many beside its roles and projects: put the person in later`;
  throw new Refusal("invalid", `/groups ${message}.`, {
    errors: [{ pointer: "/groups", message }],
  });
}
