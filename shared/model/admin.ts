import * as z from "zod/mini";
import { GroupId, PrincipalId, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { principalOf } from "./member.ts";
import { HeldRole, type HeldRoles, shownRoles } from "./role.ts";
import { storedInstant } from "./text.ts";
import { Shown, shownOf, type User } from "./user.ts";
import { ShownGroup, type StoredUserGroup, shownGroupOf } from "./user-group.ts";

/** A person or a group of the platform with roles there. */
export const Admin = lazy(() =>
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
export type Admin = z.infer<ReturnType<typeof Admin>>;

/** Whose record can hold roles on the platform. */
export type AdminRecord = User | StoredUserGroup;

export const isGroup = (record: AdminRecord): record is StoredUserGroup => "identifier" in record;

/** A person or a group as the administrator they are. */
export const adminOf = (record: AdminRecord, now: Date): Admin => ({
  id: record.id,
  principal: principalOf(record.id, isGroup(record) ? shownGroupOf(record) : shownOf(record)),
  roles: shownRoles(record.platformRoles ?? {}, now),
  version: record.version,
  updatedAt: record.updatedAt,
});

/** The next version of a record, with these roles on the platform. */
export const withPlatformRoles = <R extends AdminRecord>(
  record: R,
  roles: HeldRoles,
  now: Date,
) => ({
  ...record,
  platformRoles: Object.keys(roles).length > 0 ? roles : undefined,
  updatedAt: now.toISOString(),
  version: record.version + 1,
});
