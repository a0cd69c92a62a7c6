import { type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { keys } from "./schema.ts";
import { tryDelete } from "./trying.ts";

/** The last invitation of every customer to an address. */
export async function everyTo(email: string) {
  const found: { customer: string; invitation: string }[] = [];
  let after: Key | undefined;
  do {
    const collection = collections["open invitations to an address"]({ email });
    const { items, last } = await query(collection, { strong: true, limit: 100, after });
    found.push(
      ...items.map(({ customer, invitation }) => ({
        customer: String(customer),
        invitation: String(invitation),
      })),
    );
    after = last;
  } while (after);
  return found;
}

/** Forgets that an address was invited, unless it is again. */
export const forget = (
  { email, customer, id }: { email: string; customer: string; id: string },
  now: Date,
) =>
  tryDelete({
    key: keys["open invitation"]({ email, customer }),
    when: "invitation = :id AND #until <= :now",
    names: { "#until": "until" },
    values: { ":id": id, ":now": now.toISOString() },
  });
