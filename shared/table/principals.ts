import { isGroupId } from "../model/id.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** A user or a group with what it holds itself on a customer and on one of its projects, read in one request. */
export async function read(principal: string, customer: string, project = "-") {
  const [record, customerBinding, projectBinding] = await getMany([
    keys.user({ user: principal }),
    keys["customer binding"]({ principal, customer }),
    keys["project binding"]({ principal, customer, project }),
  ]);
  const isGroup = isGroupId(principal);
  const group = isGroup ? userGroups.parse(record) : undefined;
  return {
    user: isGroup ? undefined : users.parse(record),
    group: group?.customer === customer ? group : undefined,
    holding: {
      customerBinding: bindings.parse(customerBinding),
      projectBinding: bindings.parseProject(projectBinding),
    },
  };
}
