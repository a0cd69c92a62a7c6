import * as z from "zod/mini";
import { UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { HeldRole, shownRoles } from "./role.ts";
import { storedInstant } from "./text.ts";
import { Shown, shownOf, type User } from "./user.ts";

/** Somebody who holds roles on the platform. */
export const Admin = lazy(() =>
  z.object({
    id: UserId(),
    principal: z.extend(Shown(), { type: z.enum(["user"]), id: UserId() }),
    roles: z.array(HeldRole()),
    version: z.int(),
    updatedAt: storedInstant(),
  }),
);
export type Admin = z.infer<ReturnType<typeof Admin>>;

/** A user as the administrator they are. */
export const adminOf = (user: User, now: Date): Admin => ({
  id: user.id,
  principal: { type: "user", id: user.id, ...shownOf(user) },
  roles: shownRoles(user.platformRoles ?? {}, now),
  version: user.version,
  updatedAt: user.updatedAt,
});
