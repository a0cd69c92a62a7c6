import { get } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import { keys } from "../../../shared/table/schema.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { cleaner, inTurn } from "./cleaner.ts";

/** Invitations, and that they keep an address. */
export const invitations = cleaner({
  name: "invitations",
  find: (customer, after) =>
    inTurn([collections["invitations of a customer"]({ customer })], after, ({ sk }) => [
      { id: String(sk).slice(2), customer },
    ]),
  part: {
    isInTotal: true,
    take: async ([one]) => {
      if (!one) return [false];
      const { id: invitation, customer } = one;
      const key = keys.invitation({ customer, invitation });
      const { email } = (await get(key)) ?? {};
      if (email !== undefined)
        await tryDelete({
          key: keys["open invitation"]({ email: String(email), customer }),
          when: "attribute_not_exists(pk) OR invitation = :id",
          values: { ":id": invitation },
        });
      return [await tryDelete({ key })];
    },
  },
});
