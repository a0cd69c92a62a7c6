import type { ImportedData } from "../../shared/model/imported-line.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { WantedRole } from "../../shared/model/role-change.ts";
import * as projectMembers from "../../shared/table/project-members.ts";
import * as projects from "../../shared/table/projects.ts";
import * as users from "../../shared/table/users.ts";
import type { Importing, ImportKind, Line } from "./importing.ts";
import { customerAt, groupAt, groupFound, groupRoleAt, memberAt, projectAt } from "./needs.ts";
import type { Outcome } from "./outcome.ts";
import { nothingGiven, rolesToGive } from "./people.ts";
import { giveEach } from "./role-by-role.ts";

/** Gives roles on a project, beside those that are held. */
async function give(
  line: Line<{ customer: string; project: string; roles: readonly WantedRole[] }>,
  principal: string,
  importing: Importing,
): Promise<Outcome> {
  const { customer, project, roles } = line.data;
  const [found] = await projects.byIds(customer, [project]);
  if (!found) throw new Refusal("not_found");
  const { stored, access } = await projectMembers.read(found, principal, []);
  const counts = stored?.projectKey === found.key && stored.under === access?.since;
  const held = counts ? stored.roles : {};
  const giving = rolesToGive(roles, held, importing.now);
  if (giving.given.length === 0) return nothingGiven(giving, principal);
  const how = Object.keys(held).length > 0 ? "updated" : "created";
  return giveEach(line.raw, giving.given, how, ({ raw, role, grant }) => {
    const params = { customer, project, principal, role };
    return importing.call(raw, { call: "projectMembers.grantRole", params, body: grant });
  });
}

/** Somebody with roles on a project. */
export const projectMember: ImportKind<ImportedData<"project-member">> = {
  keyOf: (data) => `${data.customer}/${data.project}/${data.email}`,
  needs: (data) => [
    customerAt(data.customer),
    projectAt(data.customer, data.project),
    memberAt(data.customer, data.email),
  ],
  take: async (line, importing) => {
    const user = await users.idOfAddress(line.data.email);
    if (!user) throw new Refusal("not_found", "Nobody has this address yet.");
    return give(line, user, importing);
  },
};

/** Roles of a group on a project. */
export const projectGroupRole: ImportKind<ImportedData<"project-group-role">> = {
  keyOf: (data) => `${data.customer}/${data.project}/${data.group}`,
  needs: (data) => [
    customerAt(data.customer),
    projectAt(data.customer, data.project),
    groupAt(data.customer, data.group),
    groupRoleAt(data.customer, data.group),
  ],
  take: async (line, importing) => {
    const found = await groupFound(line.data.customer, line.data.group);
    if (!found) throw new Refusal("not_found");
    return give(line, found.id, importing);
  },
};
