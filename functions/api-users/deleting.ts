import { discount, remove as removeKey } from "../../shared/table/api-key-removal.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import { type Asking, recordOf } from "./asking.ts";
import { mustBeHere } from "./known.ts";

/** The API user that a path names, with its keys. */
export const withKeys = (_: unknown, { params }: { params: { apiUser: string } }) =>
  apiKeys.readAll(params.apiUser);

/** Deletes an API user with all its keys, in one transaction: a key made meanwhile would be left over. */
export async function remove(asking: Asking, read: apiKeys.KeysRead): Promise<undefined> {
  const apiUser = mustBeHere(read.apiUser, asking.customer);
  asking.mustMatch(apiUser.version);
  const counted = read.keys.filter(({ replacedBy }) => replacedBy === undefined);
  const { displayName, permissions } = apiUser;
  const before = { displayName, permissions, keys: read.keys.map(({ id }) => id) };
  await asking.commit([
    apiUsers.remove(apiUser),
    ...read.keys.map(removeKey),
    ...discount(apiUser, counted.length),
    ...recordOf(
      asking,
      "deleted",
      { ...apiUser, version: apiUser.version + 1 },
      { before },
      permissions,
    ),
  ]);
  return undefined;
}
