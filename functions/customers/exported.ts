import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { ExportedLine } from "../../shared/model/exported-line.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { roleIdsOf } from "../../shared/model/role.ts";
import { groupNameAt, type UserGroup } from "../../shared/model/user-group.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

type Kind = ExportedLine["kind"];

/** A line of a record: its fields that can be made again, and the others beside them. */
export function lineOf(
  kind: Kind,
  record: Record<string, unknown>,
  made: readonly string[],
  left: readonly string[] = [],
): ExportedLine {
  const of = (is: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(record).filter(([name, value]) => value != null && is(name)));
  const about = of((name) => !made.includes(name) && !left.includes(name));
  return { kind, data: of((name) => made.includes(name)), about };
}

type Held = Pick<
  CustomerBinding,
  "principal" | "customer" | "shown" | "roles" | "version" | "updatedAt"
>;

/** Lines of what people and groups hold. */
export async function holdingLines(
  kinds: readonly [person: Kind, group: Kind],
  all: readonly Held[],
  where: { project?: string; customerGroup?: string } = {},
): Promise<ExportedLine[]> {
  const ids = all.map(({ principal }) => principal).filter(isGroupId);
  const groups = new Map((await userGroups.byIds(ids)).map((group) => [group.id, group] as const));
  return all.map((held) => holdingOf(kinds, held, groups.get(held.principal), where));
}

/** A line of what somebody holds: people go by their address, groups by their name at the customer. */
function holdingOf(
  [ofPeople, ofGroups]: readonly [person: Kind, group: Kind],
  { principal, customer, shown, roles, version, updatedAt }: Held,
  found: UserGroup | undefined,
  where: object,
): ExportedLine {
  const held = roleIdsOf(roles).map((role) => {
    const expiresAt = roles[role]?.expiresAt;
    return { role, ...(expiresAt && { expiresAt }) };
  });
  const about = { id: principal, version, updatedAt };
  const [kind, who] =
    "identifier" in shown
      ? [ofGroups, { group: groupNameAt(customer, found ?? { ...shown, customer }) }]
      : [ofPeople, { email: shown.email, firstName: shown.firstName, lastName: shown.lastName }];
  return { kind, data: { customer, ...where, ...who, roles: held }, about };
}
