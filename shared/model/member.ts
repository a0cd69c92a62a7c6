import type { CustomerBinding, Member } from "./binding.ts";
import { operationOf } from "./id.ts";
import { shownRoles } from "./role.ts";

/** A binding as the member it makes. */
export const memberOf = (
  { principal, shown, roles, version, updatedAt }: Omit<CustomerBinding, "customer" | "since">,
  now: Date,
): Member => ({
  id: principal,
  principal: principalOf(principal, shown),
  roles: shownRoles(roles, now),
  version,
  updatedAt,
});

/** A user or a group as lists show it. */
export const principalOf = (id: string, shown: CustomerBinding["shown"]): Member["principal"] =>
  "identifier" in shown ? { type: "group", id, ...shown } : { type: "user", id, ...shown };

/** What a removal did. The operation takes the project access away and shares the ULID of its event. */
export const removalOf = (
  principal: string,
  event: string | undefined,
  {
    remainsThrough = [],
    remainsAt = [],
    remainsOn = [],
  }: {
    remainsThrough?: readonly string[];
    remainsAt?: readonly string[];
    remainsOn?: readonly { id: string; owner: string }[];
  },
) => ({
  id: principal,
  ...(event && { operation: operationOf(event) }),
  remainsThrough: [...remainsThrough],
  ...(remainsAt.length > 0 && { remainsAt: [...remainsAt] }),
  ...(remainsOn.length > 0 && { remainsOn: [...remainsOn] }),
});
