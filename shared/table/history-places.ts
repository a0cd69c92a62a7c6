import type { Customer } from "../model/customer.ts";
import { isGroupId } from "../model/id.ts";
import type { Project } from "../model/project.ts";
import type { Asked } from "./access-facts.ts";
import type { History } from "./history.ts";
import { onGroupsThen } from "./history-grouped.ts";
import { type Held, heldThen } from "./history-holdings.ts";
import { groupsThen } from "./history-people.ts";
import { projectThen } from "./history-projects.ts";

/** A customer, with what is held there today. */
export interface Place {
  customer: Pick<Customer, "id" | "status">;
  today: Held & {
    groups: readonly (Held & { group: string })[];
    project?: Pick<Project, "key" | "createdAt"> | undefined;
  };
}

/** A customer with what the principal and its groups held there. */
export type PlaceThen = Awaited<ReturnType<typeof placesThen>>[number];

/** What the principal and its groups held on each of some customers, each below the next, and on the project of the first. */
export async function placesThen(
  { principal, project }: Asked,
  line: readonly Place[],
  history: History,
) {
  const groupsOf = await Promise.all(line.map((place) => groupsOfThen(principal, place, history)));
  return Promise.all(
    line.map(async ({ customer, today }, i) => {
      const at = { customer: customer.id, project: i === 0 ? project : undefined };
      const holds = async (holder: string, known: Held | undefined) => ({
        ...(await heldThen(holder, at, known, history)),
        ...(i > 0 && {
          onCustomerGroups: await onGroupsThen(
            holder,
            at.customer,
            known?.onCustomerGroups,
            history,
          ),
        }),
      });
      // A group may be given something at its customer and at all those below.
      const groups = groupsOf.slice(i).flat();
      const [own, ...ofGroups] = await Promise.all([
        holds(principal, today),
        ...groups.map((group) =>
          holds(
            group,
            today.groups.find((one) => one.group === group),
          ),
        ),
      ]);
      return {
        ...own,
        customer,
        groups: ofGroups.map((held, n) => ({ ...held, group: groups[n] as string })),
        project: await projectThen(at, today.project, history),
      };
    }),
  );
}

/** The groups of one customer that the principal was in. */
function groupsOfThen(principal: string, { customer, today }: Place, history: History) {
  if (isGroupId(principal)) return [];
  const known = today.groups.map(({ group }) => group);
  return groupsThen(principal, customer.id, known, history);
}
