import type { CustomerBinding } from "../../shared/model/binding.ts";
import type { ExportedLine } from "../../shared/model/exported-line.ts";
import { roleIdsOf } from "../../shared/model/role.ts";

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

/** A line of what somebody holds: people go by their address, groups by their identifier. */
export function holdingOf(
  [ofPeople, ofGroups]: readonly [person: Kind, group: Kind],
  { principal, customer, shown, roles, version, updatedAt }: Omit<CustomerBinding, "since">,
  where: { project?: string } = {},
): ExportedLine {
  const held = roleIdsOf(roles).map((role) => {
    const expiresAt = roles[role]?.expiresAt;
    return { role, ...(expiresAt && { expiresAt }) };
  });
  const about = { id: principal, version, updatedAt };
  const [kind, who] =
    "identifier" in shown
      ? [ofGroups, { group: shown.identifier }]
      : [ofPeople, { email: shown.email, firstName: shown.firstName, lastName: shown.lastName }];
  return { kind, data: { customer, ...where, ...who, roles: held }, about };
}
