import { definedIn } from "../model/custom-role.ts";
import type { Invitation } from "../model/invitation.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import * as addressMails from "./address-mails.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as customRoles from "./custom-roles.ts";
import * as groupHoldings from "./group-holdings.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** Everything that an acceptance depends on besides invitation and customer: inviter, plan and address, and the person behind it, in one wave where that person is who calls. */
export async function read(invitation: Invitation, owners: Owners, caller?: string) {
  const { customer, email } = invitation;
  const planned = [...new Set(invitation.projects.map(({ project }) => project))];
  const inviter = invitation.inviter.id;
  const people = [...new Set([inviter, ...ownerIds(owners)])];
  const [[address, mails, inviterBinding, ...rest], callerRead, ofPlatform] = await Promise.all([
    getMany([
      keys.address({ email }),
      addressMails.keyOf(email),
      keys["customer binding"]({ principal: inviter, customer }),
      ...people.map((user) => keys.user({ user })),
      ...planned.map((project) => keys.project({ customer, project })),
    ]),
    caller ? readPerson(caller, customer, planned) : nobody,
    customRoles.forProjects(invitation.projects.map(({ role }) => role)),
  ]);
  const knownUsers = rest.slice(0, people.length).flatMap((item) => users.parse(item) ?? []);
  const knownProjects = rest.slice(people.length).flatMap((item) => projects.parse(item) ?? []);
  const userId = address?.userId as string | undefined;
  const invitedBy = knownUsers.find(({ id }) => id === inviter);
  const machine = rest.slice(0, people.length).flatMap((item) => apiUsers.parse(item) ?? []);
  const [inviterGroups, inviterAdminGroups, person] = await Promise.all([
    groupHoldings.read(invitedBy, customer),
    groupHoldings.onPlatform(invitedBy),
    userId === caller ? callerRead : personBehind(userId, customer, planned),
  ]);
  return {
    mails: addressMails.parse(email, mails),
    inviter: invitedBy ?? machine[0],
    inviterGroups,
    inviterAdminGroups,
    inviterBinding: bindings.parse(inviterBinding),
    activeOwners: new Set(
      knownUsers.filter(({ status }) => status === "active").map(({ id }) => id),
    ),
    projects: knownProjects,
    /** Project roles besides the built-in ones, where some are planned. */
    projectRoles: definedIn(undefined, ofPlatform),
    ...person,
  };
}

const nobody = { user: undefined, binding: undefined, projectBindings: [], through: [] };

const personBehind = async (user: string | undefined, ...rest: [string, readonly string[]]) =>
  user ? readPerson(user, ...rest) : nobody;

async function readPerson(user: string, customer: string, planned: readonly string[]) {
  const principal = user;
  const [userItem, bindingItem, ...projectItems] = await getMany([
    keys.user({ user }),
    keys["customer binding"]({ principal, customer }),
    ...planned.map((project) => keys["project binding"]({ principal, customer, project })),
  ]);
  const person = users.parse(userItem);
  return {
    user: person,
    binding: bindings.parse(bindingItem),
    /** Groups' bindings that give customer access. */
    through: groupHoldings.giving(await groupHoldings.read(person, customer)),
    projectBindings: projectItems.flatMap((item) => bindings.parseProject(item) ?? []),
  };
}

export type AcceptanceRead = Awaited<ReturnType<typeof read>>;
