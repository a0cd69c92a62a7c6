import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { isGroupId } from "../model/id.ts";
import type { HeldRoles } from "../model/role.ts";
import type { Settled, StoredEvent } from "../model/settled.ts";
import type { History } from "./history.ts";
import { projectStatusThen } from "./history-projects.ts";

type Binding = NonNullable<Settled["binding"]>;
type ProjectBinding = NonNullable<Settled["projects"]>[string] & object;

/** Group of customers → the roles that are held on it. */
export type OnCustomerGroups = CustomerGroupBinding["roles"];

/** What somebody holds at a customer, on its groups of customers and on one of its projects. */
export interface Held {
  onCustomerGroups?: OnCustomerGroups | undefined;
  customerBinding?: Binding | undefined;
  projectBinding?: ProjectBinding | undefined;
}

/** Where something was held. */
interface At {
  customer: string;
  project?: string | undefined;
}

/** Roles of today that were given by then: what the log no longer tells counts as it stands. */
export const byThen = (roles: HeldRoles | undefined, { asOf }: History): HeldRoles =>
  Object.fromEntries(Object.entries(roles ?? {}).filter(([, { at }]) => at <= asOf.toISOString()));

/** What a principal held by itself at a place. What was left over from earlier access was on its way out, and counts as gone. */
export async function heldThen(
  principal: string,
  at: At,
  today: Held | undefined,
  history: History,
): Promise<Held> {
  const customerBinding = await bindingThen(principal, at, today?.customerBinding, history);
  const projectBinding = await onProjectThen(principal, at, today?.projectBinding, history);
  const isCurrent = projectBinding?.under === customerBinding?.since;
  return { customerBinding, ...(isCurrent && { projectBinding }) };
}

const isDeleted = ({ type }: StoredEvent) => type === "customer.group.deleted";

async function bindingThen(
  principal: string,
  { customer }: At,
  today: Binding | undefined,
  history: History,
): Promise<Binding | undefined> {
  const said = await history.latest({ customer, subject: principal }, (event) =>
    isDeleted(event) ? null : event.settled?.binding,
  );
  if (said !== undefined) return said ?? undefined;
  const founded = await foundedFor(principal, customer, history);
  if (founded) return founded;
  const roles = byThen(today?.roles, history);
  return today && Object.keys(roles).length > 0 ? { roles, since: today.since } : undefined;
}

/** Who owned a customer from its first event on. */
async function foundedFor(
  principal: string,
  customer: string,
  history: History,
): Promise<Binding | undefined> {
  if (isGroupId(principal)) return undefined;
  const founding = await history.first({ customer, subject: customer });
  const owners = founding?.type === "customer.created" ? founding.after?.owners : [];
  if (!founding || !(owners as string[]).includes(principal)) return undefined;
  const { id, at, actor, after } = founding;
  const expiresAt = after?.ownersUntil as string | undefined;
  return { roles: { owner: { at, by: actor.id, ...(expiresAt && { expiresAt }) } }, since: id };
}

async function onProjectThen(
  principal: string,
  { customer, project }: At,
  today: ProjectBinding | undefined,
  history: History,
): Promise<ProjectBinding | undefined> {
  if (!project) return undefined;
  const said = await history.latest({ customer, subject: principal }, (event) =>
    isDeleted(event) ? null : event.settled?.projects?.[project],
  );
  const roles = byThen(today?.roles, history);
  const stood = today && Object.keys(roles).length > 0 ? { ...today, roles } : undefined;
  const binding = said === undefined ? stood : (said ?? undefined);
  if (!binding) return undefined;
  const status = await projectStatusThen(binding.projectKey, customer, history);
  return status && binding;
}
