import { keys } from "../../shared/table/schema.ts";
import { type At, type Caller, newAddress } from "./api.ts";
import { theAdmin } from "./given.ts";
import { tableOf } from "./table.ts";

/** A request that invites somebody. */
export const planFor = (email = newAddress("invited"), more: Record<string, unknown> = {}) => ({
  email,
  firstName: "Grace",
  lastName: "Hopper",
  roles: ["employee"],
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

const reason = { reason: "For a test" };

/** Disables a person, as administrators do. */
export async function disable(user: string, at?: At) {
  const { status } = await (await theAdmin(at)).post(`/v1/platform/users/${user}/disable`, reason);
  if (status !== 200) throw new Error(`${user} is not disabled: ${status}`);
}

/** Disables a customer, as administrators do. */
export async function disableCustomer(customer: string, at?: At) {
  const { status } = await (await theAdmin(at)).post(`/v1/customers/${customer}/disable`, reason);
  if (status !== 200) throw new Error(`${customer} is not disabled: ${status}`);
}
