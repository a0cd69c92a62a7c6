import type { ApiUser } from "../model/api-user.ts";
import { isApiUserId } from "../model/caller.ts";
import { isGroupId, platform } from "../model/id.ts";
import type { Asked, FactsFound } from "./access-facts.ts";
import type { History } from "./history.ts";
import { inGroupsThen, onGroupsThen } from "./history-grouped.ts";
import { lineThen } from "./history-line.ts";
import {
  apiUserThen,
  groupsThen,
  hadLiveOwner,
  isGroupGone,
  platformRolesThen,
  statusThen,
} from "./history-people.ts";
import { placesThen } from "./history-places.ts";
import { projectThen } from "./history-projects.ts";
import { customRolesThen } from "./history-roles.ts";

/** What the table said about a principal and a target at an instant, told from the events until then; what is older than the log counts as it stands today. */
export async function factsThen(about: Asked, today: FactsFound, history: History) {
  const { principal: id, project: named, withOwners } = about;
  const now = history.asOf;
  const line = await lineThen(today, history);
  const customers = line.map(({ customer }) => customer.id);
  if (isApiUserId(id)) {
    const known = "permissions" in today.principal ? (today.principal as ApiUser) : undefined;
    const then = await apiUserThen(id, customers, known, history);
    const principal = then ?? { id, status: "deleted" as const };
    const [{ customer } = { customer: undefined }, ...ancestors] = line;
    const at = { customer: customer?.id ?? "", project: customer && named };
    const project = await projectThen(at, today.project, history);
    return { now, principal, customer, project, ancestors };
  }
  const roles = "platformRoles" in today.principal ? today.principal.platformRoles : undefined;
  const [status, platformRoles, adminGroups, held, onCustomerGroups, hasLiveOwner] =
    await Promise.all([
      isGroupId(id) ? groupStatusThen(id, customers, history) : statusThen(id, history),
      platformRolesThen(id, roles, history),
      adminGroupsThen(id, today, history),
      placesThen(about, line, history),
      onGroupsThen(id, platform, today.onCustomerGroups, history),
      withOwners ? hadLiveOwner(customers, history) : true,
    ]);
  const onPlatform = { adminGroups, onCustomerGroups };
  const places = await inGroupsThen(held, onPlatform, history);
  const customRoles = await customRolesThen(places, history);
  const [here, ...ancestors] = places;
  const principal = { id, status, platformRoles };
  return { now, principal, hasLiveOwner, customRoles, ...here, ...onPlatform, ancestors };
}

async function groupStatusThen(id: string, customers: readonly string[], history: History) {
  return (await isGroupGone(id, customers, history)) ? ("deleted" as const) : ("active" as const);
}

async function adminGroupsThen(id: string, { adminGroups }: FactsFound, history: History) {
  if (isGroupId(id)) return [];
  const known = adminGroups.map(({ group }) => group);
  const groups = await groupsThen(id, undefined, known, history);
  return Promise.all(
    groups.map(async (group) => {
      const today = adminGroups.find((one) => one.group === group);
      const [platformRoles, onCustomerGroups] = await Promise.all([
        platformRolesThen(group, today?.platformRoles, history),
        onGroupsThen(group, platform, today?.onCustomerGroups, history),
      ]);
      return { group, platformRoles, onCustomerGroups };
    }),
  );
}
