import { keys } from "./schema.ts";
import { tryDelete } from "./trying.ts";

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
