import { entriesOf, entryOf } from "../../shared/access/role-entries.ts";
import type { PageQuery } from "../../shared/api/contract.ts";
import { orderOf, type RoleBook } from "../../shared/model/custom-role.ts";
import type { Level } from "../../shared/model/grant.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { chosenPage } from "../../shared/table/page.ts";

/** A page of the roles that may be held at a level, those of customers above among them. */
export const pageOf = (
  level: Level,
  book: RoleBook | undefined,
  query: PageQuery,
  above: readonly RoleBook[] = [],
) => {
  const all = [...entriesOf(level, book), ...above.flatMap(inheritedOf)];
  const positionOf = ({ id }: { id: string }) => orderOf(level, id);
  const sorted = all.toSorted((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));
  return chosenPage(sorted, query, positionOf);
};

/** The roles that a customer above defines, under the names that they have below it. */
export const inheritedOf = ({ owner, roles }: RoleBook) =>
  Object.values(roles).map((role) => entryOf("customer", { ...role, id: `${role.id}@${owner}` }));

/** One of them. */
export function entryAt(level: Level, book: RoleBook | undefined, role: string) {
  const found = entriesOf(level, book).find(({ id }) => id === role);
  if (!found) throw new Refusal("not_found");
  return found;
}
