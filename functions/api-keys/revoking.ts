import { revoke as revokeKeys } from "../../shared/table/api-key-removal.ts";
import { type Asking, keyNamed, mustBeHere, recordOf } from "./asking.ts";

/** Takes a key away: it is refused from the next request on. */
export async function revoke(
  asking: Asking & { params: { apiUser: string; key: string } },
): Promise<undefined> {
  const { customer, params, now, commit } = asking;
  const read = mustBeHere(asking.ahead, customer);
  const key = keyNamed(read, params.key);
  await commit([...revokeKeys(read.keys, [key], now), ...recordOf(asking, "revoked", key)]);
  return undefined;
}
