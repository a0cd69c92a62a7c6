import { collections } from "../../../shared/table/collections.ts";
import { tryDelete } from "../../../shared/table/commit.ts";
import { keys } from "../../../shared/table/schema.ts";
import { cleaner, inTurn } from "./cleaner.ts";

const roles = keys["custom roles"]({ owner: "" }).sk;
const list = keys["sub-customer"]({ parent: "", customer: "" }).sk;

/** What stays in the partition of a closed customer: its record, its gate, its owners' places, and for a minute what is below it. */
const stays = (sk: string) => (sk.startsWith("@") && sk !== roles) || sk.startsWith(list);

/** Whatever else lies with the customer: requests, names that were kept, its roles, its counters. */
export const rest = cleaner({
  name: "rest",
  find: (customer, after) =>
    inTurn([collections["everything of a customer"]({ customer })], after, ({ sk }) =>
      stays(String(sk)) ? [] : [{ id: String(sk), customer }],
    ),
  part: {
    take: async ([one]) => [
      one
        ? await tryDelete({
            key: { ...keys.customer(one), sk: one.id },
            // A counter tells where things lie that came in the last moment.
            when: "attribute_not_exists(things) OR n = :none OR attribute_exists(#group)",
            names: { "#group": "group" },
            values: { ":none": 0 },
          })
        : false,
    ],
  },
});
