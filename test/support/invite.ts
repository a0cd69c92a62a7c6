import { keys } from "../../shared/table/schema.ts";
import { type Caller, newAddress } from "./api.ts";
import { tableOf } from "./table.ts";

/** A request that invites somebody. */
export const planFor = (email = newAddress("invited"), more: Record<string, unknown> = {}) => ({
  ...{ email, firstName: "Grace", lastName: "Hopper", roles: ["employee"] },
  ...more,
});

/** Invites somebody and answers what came back. */
export const invite = (by: Caller, path: string, more: Record<string, unknown> = {}) =>
  by.post(`${path}/invitations`, { ...planFor(), ...more });

/** Lets an invitation have been sent some minutes ago, so that it may be sent again, or to its end. */
export async function sentAgo(
  { customer, id }: { customer: string; id: string },
  minutes: number,
  more: Record<string, unknown> = {},
  at?: { dynamodb: string },
) {
  const table = tableOf(at);
  const key = keys.invitation({ customer, invitation: id });
  const sentAt = new Date(Date.now() - minutes * 60_000).toISOString();
  await table.change(key, { sentAt, ...more });
  if (!more.expiresAt) return;
  const { email } = (await table.get(key)) as { email: string };
  await table.change(keys["open invitation"]({ email, customer }), { until: more.expiresAt });
}

/** Ends somebody's sign-in, as an administrator will be able to. */
export const disable = (user: string, at?: { dynamodb: string }) =>
  tableOf(at).change(keys.user({ user }), { status: "disabled" });

/** Disables a customer, as an administrator will be able to. */
export async function disableCustomer(customer: string, at?: { dynamodb: string }) {
  await tableOf(at).change(keys.customer({ customer }), { status: "disabled" });
  await tableOf(at).change(keys.gate({ customer, gate: "0" }), { status: "disabled" });
}
