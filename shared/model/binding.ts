import * as z from "zod/mini";
import { CustomerGroupId, GroupId, PrincipalId, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { CustomerRoleId, Grant, HeldRole, HeldRoles, PlatformRoleId } from "./role.ts";
import { storedInstant } from "./text.ts";
import { Shown } from "./user.ts";
import { ShownGroup } from "./user-group.ts";

const held = () => ({
  principal: z.string(),
  customer: z.string(),
  roles: HeldRoles(),
  /** The event that made the binding: tells it from an earlier one of the same principal. */
  since: z.string(),
  shown: z.union([Shown(), ShownGroup()]),
  /** The last of the ends that the holder has been told of ahead. */
  reminded: z.optional(storedInstant()),
  version: z.int(),
  updatedAt: storedInstant(),
});

/** Principal × roles × customer. */
export const CustomerBinding = lazy(() => z.object(held()));
export type CustomerBinding = z.infer<ReturnType<typeof CustomerBinding>>;

/** True of a binding that holds roles. One without any only says since when its principal has had customer access through groups: project roles rest on that. */
export const holdsRoles = (binding: Pick<CustomerBinding, "roles"> | undefined) =>
  binding !== undefined && Object.keys(binding.roles).length > 0;

/** Principal × roles × project. Counts only while `under` is the `since` of the principal's customer binding and `projectKey` the key of the project of that name. */
export const ProjectBinding = lazy(() =>
  z.object({ ...held(), project: z.string(), projectKey: z.string(), under: z.string() }),
);
export type ProjectBinding = z.infer<ReturnType<typeof ProjectBinding>>;

/** Somebody who holds roles on a customer or a project. */
export const Member = lazy(() =>
  z.object({
    id: PrincipalId(),
    principal: z.union([
      z.extend(Shown(), { type: z.enum(["user"]), id: UserId() }),
      z.extend(ShownGroup(), { type: z.enum(["group"]), id: GroupId() }),
    ]),
    roles: z.array(HeldRole()),
    version: z.int(),
    updatedAt: storedInstant(),
  }),
);
export type Member = z.infer<ReturnType<typeof Member>>;

const eachOnce = (roles: readonly { role: string }[]) =>
  new Set(roles.map(({ role }) => role)).size === roles.length;

/** A whole set of platform roles, each once. */
export const PlatformRoleSet = lazy(() =>
  z.strictObject({
    roles: z
      .array(z.extend(Grant(), { role: PlatformRoleId() }))
      .check(z.minLength(1), z.maxLength(8), z.refine(eachOnce, "must name each role once")),
  }),
);

/** A whole set of customer roles, each once. */
export const RoleSet = lazy(() =>
  z.strictObject({
    roles: z
      .array(z.extend(Grant(), { role: CustomerRoleId() }))
      .check(z.minLength(1), z.maxLength(5), z.refine(eachOnce, "must name each role once")),
  }),
);
export type RoleSet = z.infer<ReturnType<typeof RoleSet>>;

/** What a removal did: the operation that takes the project access away, and what still gives access: groups, roles on customers above, and roles on groups of customers. */
export const Removal = lazy(() =>
  z.object({
    id: PrincipalId(),
    operation: z.optional(z.string()),
    remainsThrough: z.array(z.string()),
    remainsAt: z.optional(z.array(z.string())),
    remainsOn: z.optional(z.array(z.object({ id: CustomerGroupId(), owner: z.string() }))),
  }),
);
