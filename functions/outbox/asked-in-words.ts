import { roleOf } from "../../shared/access/decide.ts";
import type { AskedInWords } from "../../shared/mail/letter.ts";
import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import { AskedFor } from "../../shared/model/asked-for.ts";
import { definedIn } from "../../shared/model/custom-role.ts";
import type { CustomRoles, Level } from "../../shared/model/grant.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { ownersNamed } from "../../shared/model/role.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as customers from "../../shared/table/customers.ts";
import * as projects from "../../shared/table/projects.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

/** What a request asks for, in words that people decide on: one line for each part of it. */
export async function askedInWords(
  request: StoredAccessRequest,
  known: CustomRoles,
): Promise<AskedInWords[]> {
  const asked = AskedFor().parse(request.asks);
  const named = await namesIn(asked, request, known);
  const role = (level: Level, id: string) => roleOf(level, id, named.roles)?.name ?? id;
  const { kind } = request.act;
  const place = placeOf(asked, request, named);
  const given = asked.roles.map(({ role: id, expiresAt: until }) => ({
    name: role(levelOf(request), id),
    ...place,
    ...(until && { until }),
  }));
  const besides = [
    ...asked.projects.map((one) => ({
      name: role("project", one.role),
      project: named.project(one.project),
    })),
    ...asked.groups.map(({ group }) => ({ act: "group" as const, name: named.group(group) })),
  ];
  const lines = [...given, ...besides];
  if (lines.length > 0) return lines;
  const gives = [...asked.permissions, ...(asked.rank === undefined ? [] : [`rank ${asked.rank}`])];
  if (kind === "custom-role" && asked.role !== undefined) {
    const level = request.customer ? "customer" : "project";
    return [{ act: "role", name: role(level, asked.role), gives }];
  }
  if (kind === "api-user") return [{ act: "api-user", name: asked.displayName ?? "", gives }];
  if (asked.group) return [{ act: "group", name: named.group(asked.group) }];
  if (kind === "move") return [{ act: "move", ...(asked.parentId && { name: asked.parentId }) }];
  return [{ act: "fewer", needed: asked.settings?.minApprovals ?? 1 }];
}

function levelOf({ act: { kind }, customer }: StoredAccessRequest): Level {
  if (kind === "project-roles") return "project";
  const isOfPlatform = kind === "platform-roles" || (kind === "group-member" && !customer);
  return isOfPlatform ? "platform" : "customer";
}

type Names = Awaited<ReturnType<typeof namesIn>>;

/** Where roles would be held, besides on the customer itself, and through what. */
function placeOf(
  { group, customerGroup, customer }: AskedFor,
  { project }: StoredAccessRequest,
  named: Names,
) {
  return {
    ...(project && { project: named.project(project) }),
    ...(group && { group: named.group(group) }),
    ...(customerGroup && { customers: named.customers }),
    ...(customer && { child: named.child ?? customer }),
  };
}

/** What all that is asked for is called. */
async function namesIn(
  { roles, group, groups, customerGroup, customer: child, projects: offered }: AskedFor,
  { customer = "-", project }: StoredAccessRequest,
  known: CustomRoles,
) {
  const ids = [...(project ? [project] : []), ...offered.map((one) => one.project)];
  const groupIds = [...(group ? [group] : []), ...groups.map((one) => one.group)];
  const isNamed = customerGroup !== undefined && customerGroup !== allCustomers;
  const [ofPlatform, all, people, grouped, below, onProjects] = await Promise.all([
    customRoles.forProjects([...roles, ...offered].map(({ role }) => role)),
    customRoles.withAbove(known, ownersNamed(roles.map(({ role }) => role))),
    userGroups.byIds(groupIds),
    isNamed ? customerGroups.byId(customerGroup) : undefined,
    child ? customers.byIds([child]) : [],
    ids.length > 0 ? projects.byIds(customer, [...new Set(ids)]) : [],
  ]);
  return {
    roles: { ...all, ...definedIn(undefined, ofPlatform) },
    group: (id: string) => people.find((one) => one.id === id)?.displayName ?? id,
    project: (id: string) => onProjects.find((one) => one.id === id)?.displayName ?? id,
    customers: isNamed ? { group: grouped?.displayName ?? customerGroup } : {},
    child: below[0]?.displayName,
  };
}
