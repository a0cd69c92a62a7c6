import { type ApiKeyRotation, hasEnded } from "../../shared/model/api-key.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { remove } from "../../shared/table/api-key-removal.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import { type Asking, keyNamed, mustBeHere, mustLieAhead, recordOf, showing } from "./asking.ts";
import { newKey } from "./creating.ts";

/** Makes a key that takes the place of another, which ends after the overlap. Of an earlier rotation the old key ends now: no place is ever taken by three. */
export async function rotate(
  asking: Asking & { body: ApiKeyRotation; params: { apiUser: string; key: string } },
) {
  const { caller, customer, body, params, now, commit } = asking;
  const read = mustBeHere(asking.ahead, customer);
  const old = keyNamed(read, params.key);
  if (old.replacedBy !== undefined || hasEnded(old, now)) throw new Refusal("key_ended");
  const { expiresAt = old.expiresAt } = body;
  mustLieAhead(body.expiresAt, now);
  const { stored, text } = newKey(read.apiUser, caller.id, now);
  const key = { ...stored, replaces: old.id, ...(expiresAt && { expiresAt }) };
  const overlapEnds = new Date(now.getTime() + body.overlapMinutes * 60_000).toISOString();
  const end = [overlapEnds, old.expiresAt ?? overlapEnds].sort()[0] as string;
  const older = read.keys.find(({ id }) => id === old.replaces);
  await commit(
    [
      ...showing(asking, read.apiUser),
      apiKeys.replaceBy(old, key.id, end),
      apiKeys.create(key),
      ...(older ? [remove(older)] : []),
      ...recordOf(asking, "rotated", key, old.id),
    ],
    { key: key.id },
  );
  return { ...key, key: text };
}
