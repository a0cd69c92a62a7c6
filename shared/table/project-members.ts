import type { Project } from "../model/project.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** Everything that changing somebody's project roles depends on, read in one request. A binding left over from earlier access counts as none, but is what a write replaces. */
export async function read({ customer, id, key }: Project, principal: string) {
  const [user, customerBinding, projectBinding] = await getMany([
    keys.user({ user: principal }),
    keys["customer binding"]({ principal, customer }),
    keys["project binding"]({ principal, customer, project: id }),
  ]);
  const member = bindings.parse(customerBinding);
  const stored = bindings.parseProject(projectBinding);
  const counts = stored?.projectKey === key && stored.under === member?.since;
  return {
    user: users.parse(user),
    member,
    binding: counts ? stored : undefined,
    stored,
  };
}
