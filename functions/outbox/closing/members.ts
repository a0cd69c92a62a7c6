import { collections } from "../../../shared/table/collections.ts";
import { cleaner, inTurn, membersAtOnce } from "./cleaner.ts";
import { takeAll } from "./telling.ts";

/** Who holds something at the customer: roles of their own, or only what rests on those of a group. */
export const members = cleaner({
  name: "members",
  find: (customer, after) =>
    inTurn(
      [
        collections["members of a customer"]({ customer }),
        collections["who holds no role of their own at a customer"]({ customer }),
      ],
      after,
      ({ gsi1sk }) => [{ id: String(gsi1sk), customer }],
      membersAtOnce,
    ),
  part: {
    counts: "removed",
    isInTotal: true,
    take: async ([one], work) => [one ? await takeAll(one, work) : false],
  },
});
