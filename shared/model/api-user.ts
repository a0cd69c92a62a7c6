import * as z from "zod/mini";
import { ApiUserId, Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { name, prose, storedInstant } from "./text.ts";

const profile = () => ({ displayName: name(), description: z.optional(prose(2000)) });

/** A machine that calls the API. Its permissions are its right, on its customer or, without one, on the platform. */
export const ApiUser = lazy(() =>
  z.object({
    id: ApiUserId(),
    customer: z.optional(Identifier()),
    ...profile(),
    permissions: z.array(z.string()),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type ApiUser = z.infer<ReturnType<typeof ApiUser>>;
