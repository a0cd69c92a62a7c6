import { Gate } from "../model/gate.ts";
import { Owners } from "../model/owners.ts";
import { type Item, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { factsIn } from "./facts-found.ts";
import { ownersIn, scopeOf } from "./facts-scope.ts";
import { wantedFor } from "./facts-wanted.ts";
import { type Find, gather } from "./gather.ts";
import { keys } from "./schema.ts";

/** What a path names: whose rights count there. */
export interface Target {
  customer?: string | undefined;
  project?: string | undefined;
}

/** Everything a decision about a caller needs: in one wave the caller and the target, in a second what groups and the customers above give; `more` is read along, owners and gate where they matter. */
export async function read(
  principal: string | undefined,
  target: Target,
  more: readonly Key[] = [],
  withOwners = false,
) {
  const { customer, project } = target;
  const about = { principal, customer, project };
  const aside = customer && withOwners ? aboutCustomer(customer) : undefined;
  const above = (known: Find) => (aside ? scopeOf(about, known).ids.slice(1) : []);
  const wanted = (known: Find) => [
    ...wantedFor(about, known),
    ...above(known).map((one) => keys.owners({ customer: one })),
  ];
  const find = await gather((known) => [...wanted(known), ...more], aside);
  const gate = customer && find(keys.gate({ customer, gate: "0" }));
  const owners = customer && find(keys.owners({ customer }));
  return {
    ...factsIn(about, find),
    gate: aside && gate ? Gate().parse(gate) : undefined,
    owners: aside && owners ? Owners().parse(owners) : undefined,
    /** The places for owners of the customers above, the nearest first. */
    ownersAbove: above(find).map((one) => ownersIn(one, find)),
    more: more.map(find) as (Item | undefined)[],
  };
}

export type FactsRead = Awaited<ReturnType<typeof read>>;

/** A customer's record, gate, owners and roles lie side by side: one request, one read unit. */
function aboutCustomer(customer: string) {
  const beside = [
    keys.customer({ customer }),
    keys.gate({ customer, gate: "0" }),
    keys.owners({ customer }),
    keys["custom roles"]({ owner: customer }),
  ];
  const collection = collections["a customer's record, gates and owners"]({ customer });
  const items = query(collection, { strong: true }).then(({ items }) =>
    beside.map(({ sk }) => items.find((item) => item.sk === sk)),
  );
  return { keys: beside, items };
}
