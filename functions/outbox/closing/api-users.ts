import { query } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import { keys } from "../../../shared/table/schema.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { cleaner, inTurn } from "./cleaner.ts";

/** API users with their keys. */
export const apiUsers = cleaner({
  name: "api-users",
  find: (customer, after) =>
    inTurn([collections["API users of an owner"]({ owner: customer })], after, ({ gsi1sk }) => [
      { id: String(gsi1sk), customer },
    ]),
  part: {
    take: async ([one]) => {
      if (!one) return [false];
      const { id: apiUser } = one;
      const collection = collections["an API user and its keys"]({ apiUser });
      const { items } = await query(collection, { strong: true });
      const own = keys["api user"]({ apiUser });
      for (const { pk, sk } of items)
        if (sk !== own.sk) await tryDelete({ key: { pk: String(pk), sk: String(sk) } });
      return [await tryDelete({ key: own })];
    },
  },
});
