import { hasEnded } from "../../shared/model/api-key.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import type { Write } from "../../shared/table/commit.ts";
import { type Asking, keyNamed, mustBeHere, recordOf } from "./asking.ts";

/** Takes a key away: it is refused from the next request on. */
export async function revoke(
  asking: Asking & { params: { apiUser: string; key: string } },
): Promise<undefined> {
  const { customer, params, now, commit } = asking;
  const read = mustBeHere(asking.ahead, customer);
  const key = keyNamed(read, params.key);
  const older = read.keys.find(({ id }) => id === key.replaces);
  await commit([
    apiKeys.remove(key),
    ...(key.replacedBy === undefined ? placeAfter(key, older, now) : []),
    recordOf(asking, "revoked", key),
  ]);
  return undefined;
}

type Stored = apiKeys.KeysRead["keys"][number];

/** Its place is free, unless the key that it took it from is still valid. */
const placeAfter = (key: Stored, older: Stored | undefined, now: Date): Write[] =>
  older && !hasEnded(older, now)
    ? [apiKeys.reinstate(older)]
    : [...(older ? [apiKeys.remove(older)] : []), ...apiKeys.discount(key, 1)];
