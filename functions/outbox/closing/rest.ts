import type { Item } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import { aboutIn, keys } from "../../../shared/table/schema.ts";
import { tryDelete } from "../../../shared/table/trying.ts";
import { cleaner, type Gone, inTurn } from "./cleaner.ts";

/** A page with where each lies stays below 16 KB. */
const pageSize = 50;

const roles = keys["custom roles"]({ owner: "" }).sk;
const list = keys["sub-customer"]({ parent: "", customer: "" }).sk;

/** What stays in the partition of a closed customer: its record, its gate, its owners' places, and for a minute what is below it. */
const stays = (sk: string) => (sk.startsWith("@") && sk !== roles) || sk.startsWith(list);

/** Whatever else lies with the customer: requests, names that were kept, its roles, its counters. Results say what each is and what it is about, not where it lies. */
export const rest = cleaner<Gone & { sk: string; sort: string }>({
  name: "rest",
  find: (customer, after) => {
    const all = collections["everything of a customer"]({ customer });
    const goneOf = ({ sk: at, kind }: Item) => {
      const sk = String(at);
      const sort = String(kind).replaceAll(" ", "-");
      return stays(sk) ? [] : [{ id: aboutIn(sk) ?? customer, customer, sk, sort }];
    };
    return inTurn([all], after, goneOf, pageSize);
  },
  part: {
    take: async ([one]) => [
      one
        ? await tryDelete({
            key: { ...keys.customer(one), sk: one.sk },
            // A counter tells where things lie that came in the last moment.
            when: "attribute_not_exists(things) OR n = :none OR attribute_exists(#group)",
            names: { "#group": "group" },
            values: { ":none": 0 },
          })
        : false,
    ],
  },
});
