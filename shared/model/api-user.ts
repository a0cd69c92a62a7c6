import * as z from "zod/mini";
import { ApiUserId, Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { kept, storedInstant, type Texts, typed } from "./text.ts";

const profile = ({ name, prose }: Texts) => ({
  displayName: name(),
  description: z.optional(prose(2000)),
});

/** More than the catalogue has. */
const permissionsAtMost = 200;

/** Permissions by name; which of them exist is for the catalogue to say. */
const PermissionSet = lazy(() =>
  z.array(z.string().check(z.maxLength(64))).check(z.minLength(1), z.maxLength(permissionsAtMost)),
);

/** A machine that calls the API. Its permissions are its right, on its customer or, without one, on the platform. */
export const ApiUser = lazy(() =>
  z.object({
    id: ApiUserId(),
    customer: z.optional(Identifier()),
    ...profile(kept),
    permissions: z.array(z.string()),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type ApiUser = z.infer<ReturnType<typeof ApiUser>>;

/** An API user to be made. */
export const NewApiUser = lazy(() =>
  z.strictObject({ ...profile(typed), permissions: PermissionSet() }),
);
export type NewApiUser = z.infer<ReturnType<typeof NewApiUser>>;

/** A JSON merge patch (RFC 7396): null takes a field away, the permissions are replaced as a whole. */
export const ApiUserChange = lazy(() => {
  const { displayName, description } = profile(typed);
  return z.strictObject({
    displayName: z.optional(displayName),
    description: z.nullish(description),
    permissions: z.optional(PermissionSet()),
  });
});
export type ApiUserChange = z.infer<ReturnType<typeof ApiUserChange>>;
