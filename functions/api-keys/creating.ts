import type { NewApiKey, StoredApiKey } from "../../shared/model/api-key.ts";
import { newSecret, textOf } from "../../shared/model/api-key-text.ts";
import type { ApiUser } from "../../shared/model/api-user.ts";
import { newId } from "../../shared/model/id.ts";
import { hashOf } from "../../shared/model/secret.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import { type Asking, mustBeHere, mustLieAhead, recordOf, showing } from "./asking.ts";

/** A key that is new, and the text to be shown this once. */
export function newKey({ id: apiUser, customer }: ApiUser, shownTo: string, now: Date) {
  const [id, secret] = [newId("apiKey", now), newSecret()];
  const stored: StoredApiKey = {
    id,
    apiUser,
    hash: hashOf(secret),
    ...(customer && { customer }),
    createdAt: now.toISOString(),
    createdBy: shownTo,
  };
  return { stored, text: textOf({ apiUser, key: id, secret }) };
}

/** Makes a key and shows it to the caller. */
export async function create(asking: Asking & { body: NewApiKey }) {
  const { caller, customer, body, now, commit } = asking;
  const { apiUser } = mustBeHere(asking.ahead, customer);
  mustLieAhead(body.expiresAt, now);
  const { stored, text } = newKey(apiUser, caller.id, now);
  const key = { ...stored, ...body };
  await commit(
    [
      // First, since a full house is a better answer than to look again.
      apiKeys.countOne(key),
      ...showing(asking, apiUser),
      apiKeys.create(key),
      ...recordOf(asking, "created", key),
    ],
    { key: key.id },
  );
  return { ...key, key: text };
}
