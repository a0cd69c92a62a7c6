import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { RightsChange } from "../../shared/model/customer-move.ts";
import type { Gate } from "../../shared/model/gate.ts";
import { principalOf } from "../../shared/model/member.ts";
import { isLive } from "../../shared/model/role.ts";
import * as facts from "../../shared/table/facts.ts";
import * as holders from "../../shared/table/holders.ts";
import type { Moving } from "./moving.ts";

/** Who would gain and who would lose rights by a move: a page of those who hold roles at the customers above that change. */
export async function changesBy({ customer, query, now }: Moving, above: readonly Gate[]) {
  const { ancestors } = await facts.read(undefined, { customer: customer.id });
  const before = ancestors.map((one) => one.customer.id);
  const after = above.map((gate) => gate.customer);
  const left = before.filter((id) => !after.includes(id));
  const joined = after.filter((id) => !before.includes(id));
  const { items, nextCursor } = await holders.ofPlaces([...left, ...joined], query);
  const changes = items.flatMap((held): RightsChange[] => {
    const loses = rolesAt(left, held, now);
    const gains = rolesAt(joined, held, now);
    const [first] = held;
    const isNone = loses.length + gains.length === 0;
    return !first || isNone
      ? []
      : [{ principal: principalOf(first.principal, first.shown), gains, loses }];
  });
  return { items: changes, ...(nextCursor && { nextCursor }) };
}

const rolesAt = (places: readonly string[], held: readonly CustomerBinding[], now: Date) =>
  held
    .filter(({ customer }) => places.includes(customer))
    .flatMap(({ customer, roles }) =>
      Object.entries(roles)
        .filter(([, one]) => isLive(one, now))
        .map(([role, { expiresAt }]) => ({ customer, role, ...(expiresAt && { expiresAt }) })),
    );
