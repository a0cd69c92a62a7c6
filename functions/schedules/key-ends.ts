import { hasEnded } from "../../shared/model/api-key.ts";
import { newId } from "../../shared/model/id.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import type { Key } from "../../shared/table/client.ts";
import { commit, Outdated } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";

/** Tells whoever a key was shown to that it ends soon, once. An end that has passed is only written down. */
export async function remindOfKey(at: Key): Promise<void> {
  const [key, now] = [await apiKeys.at(at), new Date()];
  if (!key) return;
  const id = newId("event", now);
  const { apiUser, customer: customerId, createdBy, expiresAt: until } = key;
  const cause = {
    id,
    at: now.toISOString(),
    requestId: id,
    customerId,
    actor: { type: "system" as const, id: "sweep" },
  };
  const said = { version: 1, until, apiUser, key: key.id };
  const letter = letterOf(cause, "key-ending", createdBy, said);
  try {
    await commit(
      [apiKeys.markReminded(key), ...(hasEnded(key, now) ? [] : [letters.write(letter)])],
      new Date(now.getTime() + 8_000),
    );
  } catch (error) {
    // Somebody has just rotated or revoked the key.
    if (!(error instanceof Outdated)) throw error;
  }
}
