import { entriesOf } from "../../shared/access/role-entries.ts";
import type { PageQuery } from "../../shared/api/contract.ts";
import { orderOf, type RoleBook } from "../../shared/model/custom-role.ts";
import type { Level } from "../../shared/model/grant.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { chosenPage } from "../../shared/table/page.ts";

/** A page of the roles that may be held at a level. */
export const pageOf = (level: Level, book: RoleBook | undefined, query: PageQuery) =>
  chosenPage(entriesOf(level, book), query, ({ id }) => orderOf(level, id));

/** One of them. */
export function entryAt(level: Level, book: RoleBook | undefined, role: string) {
  const found = entriesOf(level, book).find(({ id }) => id === role);
  if (!found) throw new Refusal("not_found");
  return found;
}
