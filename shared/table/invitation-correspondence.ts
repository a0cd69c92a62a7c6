import { definedIn } from "../model/custom-role.ts";
import { ownersNamed } from "../model/role.ts";
import { getMany } from "./client.ts";
import * as customRoles from "./custom-roles.ts";
import * as customers from "./customers.ts";
import * as invitations from "./invitations.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** An invitation with what its mail names. */
export async function readInvitation(customer: string, invitation: string) {
  const [invitationItem, customerItem, book] = await getMany([
    keys.invitation({ customer, invitation }),
    keys.customer({ customer }),
    keys["custom roles"]({ owner: customer }),
  ]);
  const found = invitations.parse(invitationItem);
  const planned = [...new Set(found?.projects.map(({ project }) => project))];
  const [known, ofPlatform, groups, invitee] = await Promise.all([
    planned.length > 0 ? projects.byIds(customer, planned) : [],
    customRoles.forProjects(found?.projects.map(({ role }) => role) ?? []),
    userGroups.byIds(found?.groups.map(({ group }) => group) ?? []),
    found && users.ofAddress(found.email),
  ]);
  return {
    invitation: found,
    customer: customers.parse(customerItem),
    customRoles: await customRoles.withAbove(
      definedIn(customRoles.parse(book), ofPlatform),
      ownersNamed(found?.roles ?? []),
    ),
    projects: known,
    groups,
    /** Who has the address by now. */
    invitee,
  };
}
