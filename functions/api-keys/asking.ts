import { allowedBySet } from "../../shared/access/granting.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { ApiKey } from "../../shared/model/api-key.ts";
import type { ApiUser } from "../../shared/model/api-user.ts";
import type { Customer } from "../../shared/model/customer.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { User } from "../../shared/model/user.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as events from "../../shared/table/events.ts";
import * as gates from "../../shared/table/gates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as tasks from "../../shared/table/tasks.ts";

/** A request about a key, with the API user that the path names and all its keys. */
export interface Asking extends Pick<Request, "now" | "happened" | "commit" | "decision"> {
  caller: User;
  customer: Customer | undefined;
  params: { apiUser: string };
  ahead: apiKeys.KeysRead;
}

/** The API user that a path names, with its keys. */
export const keysOf = (_: unknown, { params }: { params: { apiUser: string } }) =>
  apiKeys.readAll(params.apiUser);

/** Refuses an API user of another customer, or of the platform, as if there were none. */
export function mustBeHere(read: apiKeys.KeysRead, customer?: { id: string }) {
  const { apiUser, keys } = read;
  if (!apiUser || apiUser.customer !== customer?.id) throw new Refusal("not_found");
  return { apiUser, keys };
}

/** The key that a path names. */
export function keyNamed({ keys }: Pick<apiKeys.KeysRead, "keys">, id: string) {
  const key = keys.find((one) => one.id === id);
  if (!key) throw new Refusal("not_found");
  return key;
}

/** What goes with every key that is shown: nobody is shown a key to more than they hold. */
export function showing(asking: Asking, apiUser: ApiUser): Write[] {
  const { caller, customer, decision, now } = asking;
  const managing = customer ? "customer.api-users.manage" : "platform.api-users.manage";
  const allowed = allowedBySet(apiUser.permissions, decision, managing);
  return [
    apiUsers.rekey(apiUser),
    ...(customer ? [gates.isOpen(customer.id)] : []),
    ...rights.allStillHeld(caller.id, allowed, now, customer?.id),
  ];
}

/** The record of what happened to a key, as part of what happened to its API user; what was asked for with one that is revoked is seen to. */
export function recordOf(
  { customer, happened }: Asking,
  what: "created" | "rotated" | "revoked",
  { apiUser, id, expiresAt }: Pick<ApiKey, "apiUser" | "id" | "expiresAt">,
  before?: string,
): Write[] {
  const type = `${customer ? "customer" : "platform"}.api-user.key.${what}` as const;
  const named = { key: id, ...(expiresAt && { expiresAt }) };
  const event = happened({
    type,
    subject: apiUser,
    ...(before && { before: { key: before } }),
    ...(what === "revoked" ? { before: named } : { after: named }),
  });
  return [
    events.recordAnywhere(event),
    ...(what === "revoked" ? [tasks.write(taskOf(event, "right-lost", apiUser))] : []),
  ];
}

/** Refuses an end that is no end. */
export function mustLieAhead(expiresAt: string | undefined, now: Date): void {
  if (expiresAt !== undefined && expiresAt <= now.toISOString())
    throw new Refusal("invalid", "The end must lie in the future.", {
      errors: [{ pointer: "/expiresAt", message: "must lie in the future" }],
    });
}
