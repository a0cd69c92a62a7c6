import type { CustomerBinding, Member } from "./binding.ts";
import { operationOf } from "./id.ts";
import { shownRoles } from "./role.ts";

/** A binding as the member it makes. */
export const memberOf = (
  { principal, shown, roles, version, updatedAt }: Omit<CustomerBinding, "customer" | "since">,
  now: Date,
): Member => ({
  id: principal,
  principal: { type: "user", id: principal, ...shown },
  roles: shownRoles(roles, now),
  version,
  updatedAt,
});

/** What a removal did. The operation takes the project access away and shares the ULID of its event. */
export const removalOf = (principal: string, event: string | undefined) => ({
  id: principal,
  ...(event && { operation: operationOf(event) }),
  remainsThrough: [],
});
