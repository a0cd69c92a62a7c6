import * as z from "zod/mini";
import { ApiKeyId, ApiUserId, Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { instant, storedInstant } from "./text.ts";

/** A key of an API user, without its secret. */
export const ApiKey = lazy(() =>
  z.object({
    id: ApiKeyId(),
    apiUser: ApiUserId(),
    /** From this instant on it is refused. */
    expiresAt: z.optional(storedInstant()),
    /** Within the hour. */
    lastUsedAt: z.optional(storedInstant()),
    /** The key that took its place: it ends when the overlap does. */
    replacedBy: z.optional(ApiKeyId()),
    createdAt: storedInstant(),
    /** The person to whom it was shown, where members may be seen. */
    createdBy: z.optional(z.string()),
  }),
);
export type ApiKey = z.infer<ReturnType<typeof ApiKey>>;

/** A key as it is stored: of its secret there is only a hash. */
export const StoredApiKey = lazy(() =>
  z.extend(ApiKey(), {
    customer: z.optional(Identifier()),
    createdBy: z.string(),
    hash: z.string(),
    /** The key whose place it took. */
    replaces: z.optional(ApiKeyId()),
  }),
);
export type StoredApiKey = z.infer<ReturnType<typeof StoredApiKey>>;

/** A new key. What to send as bearer is answered this once. */
export const ShownApiKey = lazy(() => z.extend(ApiKey(), { key: z.optional(z.string()) }));

/** A key to be made, with or without an end. */
export const NewApiKey = lazy(() => z.strictObject({ expiresAt: z.optional(instant()) }));
export type NewApiKey = z.infer<ReturnType<typeof NewApiKey>>;

/** Both keys of a rotation are valid for a week at most. */
const overlapAtMost = 7 * 24 * 60;

/** How long the old key goes on beside the new one, and when the new one ends; with the old one unless said. */
export const ApiKeyRotation = lazy(() =>
  z.strictObject({
    overlapMinutes: z.int().check(z.minimum(0), z.maximum(overlapAtMost)),
    expiresAt: z.optional(instant()),
  }),
);
export type ApiKeyRotation = z.infer<ReturnType<typeof ApiKeyRotation>>;

/** True from the end of a key on. */
export const hasEnded = ({ expiresAt }: Pick<ApiKey, "expiresAt">, now: Date) =>
  expiresAt !== undefined && expiresAt <= now.toISOString();

/** Keys of a customer, and of the platform; the second one of a rotation does not count. */
export const keysAtMost = (owner: "customer" | "platform") => (owner === "customer" ? 10 : 40);
