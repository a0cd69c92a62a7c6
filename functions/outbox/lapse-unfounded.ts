import { mayAsk } from "../../shared/access/approving.ts";
import { decide, roleOf } from "../../shared/access/decide.ts";
import type { Facts } from "../../shared/access/paths.ts";
import { type StoredAccessRequest, stateOf } from "../../shared/model/access-request.ts";
import { isCustomerGroupId, isGroupId, platform } from "../../shared/model/id.ts";
import type { Task } from "../../shared/model/outbox.ts";
import { ownersNamed } from "../../shared/model/role.ts";
import * as accessFacts from "../../shared/table/access-facts.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import { get, getMany, type Item } from "../../shared/table/client.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import { keys } from "../../shared/table/schema.ts";
import * as standings from "../../shared/table/standings.ts";
import { hasLostAccess, isGoneNow, lapseOne } from "./lapse.ts";

const pageSize = 25;

/** Before any end: one that has passed only suspends a right, and so does being disabled. */
const beforeAnyEnd = new Date(0);

/** Ends what was asked for at a customer, or on the platform itself, and cannot come to be any more: who it is about is gone, or what, or the right of whoever asked. */
export async function lapseUnfounded(task: Task): Promise<void> {
  if (task.task === "access-ending") return;
  if (!task.customer) await mustShowLoss(task);
  await lapseAt(task.customer, task, () => true);
}

/** The same at one customer of what somebody asked for who lost a right elsewhere. */
export const lapseAskedBy = (requester: string, customer: string, task: Task) =>
  lapseAt(customer, { ...task, customer }, (request) => request.requester.id === requester);

async function lapseAt(
  customer: string | undefined,
  task: Task,
  isMeant: (request: StoredAccessRequest) => boolean,
): Promise<void> {
  let after: string | undefined;
  do {
    const page = await accessRequests.openOf(customer, new Date(), { limit: pageSize, after });
    for (const request of page.items.filter(isMeant)) {
      const reason = await whyUnfounded(request, customer);
      if (reason) await lapseOne(request, reason, task);
    }
    after = page.nextCursor;
  } while (after);
}

/** Waits until the table shows what somebody, or a group of the platform, lost there. */
async function mustShowLoss({ task, subject, version = 0 }: Task): Promise<void> {
  const record = await get(keys.user({ user: subject }));
  const isEarly = /-deleted$/.test(task) ? !isGone(record) : Number(record?.version) < version;
  if (isEarly) throw new TooEarly("The right is read too early");
}

/** Why nothing can come of a request; undefined of one that stands. */
async function whyUnfounded(
  request: StoredAccessRequest,
  customer: string | undefined,
): Promise<string | undefined> {
  if (stateOf(request, new Date()) !== "pending") return undefined;
  // An invitation ends with what it rests on, and its request with it.
  if (request.act.kind === "invitation") return undefined;
  return (await whyGone(request, customer)) ?? (await whyOut(request, customer));
}

/** What it needs that is not there any more. */
async function whyGone(
  request: StoredAccessRequest,
  customer: string = platform,
): Promise<string | undefined> {
  const { principal, project, requester, key } = request;
  const targets = request.claims.map(({ target }) => target);
  const [group, ofCustomers] = [targets.find(isGroupId), targets.find(isCustomerGroupId)];
  const [about, through, customers, place, book, platformBook] = await getMany([
    keys.user({ user: principal ?? "-" }),
    keys.user({ user: group ?? "-" }),
    keys["customer group"]({ group: ofCustomers ?? "-" }),
    keys.project({ customer, project: project ?? "-" }),
    keys["custom roles"]({ owner: customer }),
    keys["custom roles"]({ owner: platform }),
  ]);
  if (principal && isGone(about)) return isGoneNow;
  if ((group && !through) || (ofCustomers && !customers)) return "The group is gone";
  if (project && !isSameProject(request, place)) return "The project is gone";
  if (!areRolesThere(request, book, platformBook)) return "The role is gone";
  if (key && !(await apiKeys.byId(requester.id, key))) return "The key that asked was revoked";
  return undefined;
}

/** Who, or what, has nothing to say there any more. */
async function whyOut(
  request: StoredAccessRequest,
  customer: string | undefined,
): Promise<string | undefined> {
  const { principal = "", isInside } = request;
  const { isAllowed, line } = await asker(request, customer);
  if (!isAllowed) return "Whoever asked may no longer ask for it";
  if (!customer) return undefined;
  if (!ownersOfRoles(request).every((owner) => line.includes(owner)))
    return "The role belongs to no customer above any more";
  if (!isInside && !isGroupId(principal)) return undefined;
  const standing = await standings.of(principal, line);
  if (isGroupId(principal) && !standing.group)
    return "The group belongs to no customer above any more";
  return isInside && standings.isOut(standing) ? hasLostAccess : undefined;
}

const isGone = (record: Item | undefined) => record === undefined || record.status === "deleted";

const isSameProject = ({ claims }: StoredAccessRequest, project: Item | undefined) =>
  claims.some(({ target }) => target === project?.key);

/** Roles that are asked for, or widened. */
function areRolesThere({ act, asks, claims }: StoredAccessRequest, book?: Item, ofPlatform?: Item) {
  const defined = {
    customer: (book?.roles ?? {}) as Record<string, never>,
    project: (ofPlatform?.roles ?? {}) as Record<string, never>,
  };
  if (act.kind === "custom-role")
    return claims.every(({ role }) => Object.hasOwn(defined.customer, role));
  if (act.kind !== "member-roles" && act.kind !== "project-roles") return true;
  const level = act.kind === "member-roles" ? "customer" : "project";
  const asked = (asks.roles ?? []) as { role: string }[];
  return asked.every(({ role }) => role.includes("@") || roleOf(level, role, defined));
}

/** The customers above whose roles are asked for. */
const ownersOfRoles = ({ act, asks }: StoredAccessRequest) =>
  act.kind === "member-roles" || act.kind === "customer-group-roles"
    ? ownersNamed(((asks.roles ?? []) as { role: string }[]).map(({ role }) => role))
    : [];

/** Whether whoever asked may still do so, and the customer with those above it, the nearest first. */
async function asker(request: StoredAccessRequest, customer: string | undefined) {
  const { requester } = request;
  const factsAt = await accessFacts.read([{ principal: requester.id, customer, withOwners: true }]);
  const [facts] = factsAt(new Date()) as [accessFacts.FactsFound];
  const decision = decide({ ...facts, now: beforeAnyEnd, principal: asIfActive(facts.principal) });
  return {
    isAllowed: mayAsk(decision, request),
    line: [customer ?? platform, ...facts.ancestors.map((above) => above.customer.id)],
  };
}

/** Who is disabled may be back; who is deleted is not. */
const asIfActive = (principal: Facts["principal"]) =>
  "status" in principal && principal.status !== "deleted"
    ? { ...principal, status: "active" as const }
    : principal;
