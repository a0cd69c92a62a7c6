import type { RightsChange } from "../../shared/model/customer-move.ts";
import type { Gate } from "../../shared/model/gate.ts";
import { platform } from "../../shared/model/id.ts";
import { principalOf } from "../../shared/model/member.ts";
import { isLive } from "../../shared/model/role.ts";
import * as facts from "../../shared/table/facts.ts";
import * as groupedCustomers from "../../shared/table/grouped-customers.ts";
import * as holders from "../../shared/table/holders.ts";
import type { Moving } from "./moving.ts";

/** Who would gain and who would lose rights by a move: a page of those who hold roles at the customers above that change, and on groups of customers along the way. */
export async function changesBy({ customer, query, now }: Moving, above: readonly Gate[]) {
  const { ancestors } = await facts.read(undefined, { customer: customer.id });
  const [before, after] = await Promise.all([
    placesAbove([customer.id, ...ancestors.map((one) => one.customer.id)]),
    placesAbove([customer.id, ...above.map((gate) => gate.customer)]),
  ]);
  const left = without(before, after);
  const joined = without(after, before);
  const { items, nextCursor } = await holders.ofPlaces([...left, ...joined], query);
  const changes = items.flatMap(({ principal, shown, held }): RightsChange[] => {
    const loses = liveAt(left, held, now);
    const gains = liveAt(joined, held, now);
    const isNone = loses.length + gains.length === 0;
    return isNone ? [] : [{ principal: principalOf(principal, shown), gains, loses }];
  });
  return { items: changes, ...(nextCursor && { nextCursor }) };
}

/** Where roles are held that hold on the first of a line of customers, each right below the next: the others, and the groups of customers that the way down leads through. */
async function placesAbove(line: readonly string[]): Promise<holders.Place[]> {
  const owners = [...line.slice(1), platform];
  const ways = owners.map((owner, i) => ({ customer: line[i] as string, owner }));
  const groups = await groupedCustomers.boundGroupsOfEach(ways);
  const aboveOf = (i: number) => (owners[i] === platform ? [platform] : line.slice(i + 1));
  return [
    ...line.slice(1).map((customer, i) => ({ customer, above: aboveOf(i) })),
    ...ways.flatMap(({ customer, owner }, i) =>
      (groups[i] ?? []).map((id) => ({
        customer,
        customerGroup: { id, owner },
        above: aboveOf(i),
      })),
    ),
  ];
}

function without(some: readonly holders.Place[], others: readonly holders.Place[]) {
  const names = new Set(others.map(holders.nameOfPlace));
  return some.filter((place) => !names.has(holders.nameOfPlace(place)));
}

const liveAt = (places: readonly holders.Place[], held: readonly holders.Held[], now: Date) =>
  held
    .filter(({ place }) => places.includes(place))
    .flatMap(({ place: { customer, customerGroup }, roles }) =>
      Object.entries(roles)
        .filter(([, one]) => isLive(one, now))
        .map(([role, { expiresAt }]) => ({
          customer,
          ...(customerGroup && { customerGroup }),
          role,
          ...(expiresAt && { expiresAt }),
        })),
    );
