import { definedIn } from "../model/custom-role.ts";
import type { StoredInvitation } from "../model/invitation.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import * as accessFacts from "./access-facts.ts";
import * as accessRequests from "./access-requests.ts";
import * as addressMails from "./address-mails.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as customRoles from "./custom-roles.ts";
import * as plannedGroups from "./planned-groups.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as standings from "./standings.ts";
import * as users from "./users.ts";

/** Everything that an acceptance depends on besides invitation and customer: inviter, plan and address, and the person behind it, in one wave where that person is who calls. */
export async function read(
  invitation: StoredInvitation,
  owners: Owners,
  above: readonly string[],
  caller?: string,
) {
  const { customer, email, accessRequest } = invitation;
  const line = [customer, ...above];
  const onProjects = [...new Set(invitation.projects.map(({ project }) => project))];
  const inviter = invitation.inviter.id;
  const people = [...new Set(ownerIds(owners))];
  const [[address, mails, ...rest], callerRead, ofPlatform, inviterAt, planned] = await Promise.all(
    [
      getMany([
        keys.address({ email }),
        addressMails.keyOf(email),
        ...people.map((user) => keys.user({ user })),
        ...onProjects.map((project) => keys.project({ customer, project })),
        ...(accessRequest ? [accessRequests.keyOf({ customer, id: accessRequest })] : []),
      ]),
      caller ? readPerson(caller, line, onProjects) : nobody,
      customRoles.forProjects(invitation.projects.map(({ role }) => role)),
      accessFacts.read([{ principal: inviter, customer, withOwners: true }]),
      plannedGroups.read(customer, invitation.groups),
    ],
  );
  const knownUsers = rest.slice(0, people.length).flatMap((item) => users.parse(item) ?? []);
  const afterPeople = rest.slice(people.length);
  const knownProjects = onProjects.flatMap((_, i) => projects.parse(afterPeople[i]) ?? []);
  const asked = accessRequests.parse(afterPeople[onProjects.length]);
  const userId = address?.userId as string | undefined;
  const person = userId === caller ? callerRead : await personBehind(userId, line, onProjects);
  return {
    mails: addressMails.parse(email, mails),
    /** What is known about the rights of the inviter there. */
    inviterAt: (now: Date) => inviterAt(now)[0],
    activeOwners: new Set(
      knownUsers.filter(({ status }) => status === "active").map(({ id }) => id),
    ),
    projects: knownProjects,
    /** Project roles besides the built-in ones, where some are planned. */
    projectRoles: definedIn(undefined, ofPlatform),
    /** Who agreed to it, where others had to. */
    agreed: asked?.approvals.map(({ by }) => by) ?? [],
    ofPlatform,
    /** The groups of the plan that are still there. */
    planned,
    ...person,
  };
}

const nobody = { user: undefined, binding: undefined, projectBindings: [], through: [] };

const personBehind = async (
  user: string | undefined,
  ...rest: [line: readonly string[], planned: readonly string[]]
) => (user ? readPerson(user, ...rest) : nobody);

async function readPerson(user: string, line: readonly string[], planned: readonly string[]) {
  const [customer = ""] = line;
  const found = await standings.of(user, line, {
    more: planned.map((project) => keys["project binding"]({ principal: user, customer, project })),
  });
  return {
    user: found.user,
    binding: found.binding,
    /** What gives customer access besides own roles there. */
    through: found.through,
    projectBindings: found.more.flatMap((item) => bindings.parseProject(item) ?? []),
  };
}

export type AcceptanceRead = Awaited<ReturnType<typeof read>>;
