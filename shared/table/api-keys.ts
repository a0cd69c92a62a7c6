import { type ApiKey, keysAtMost, StoredApiKey } from "../model/api-key.ts";
import { ownerOf } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { keyToldFrom } from "../model/reminder.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import { get, getMany, type Item, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { absent, add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { indexed, keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";
import * as users from "./users.ts";

const kind = "api key";

export const parse = (item: Item | undefined): StoredApiKey | undefined =>
  item?.kind === kind ? StoredApiKey().parse(item) : undefined;

export const keyOf = ({ apiUser, id }: Pick<ApiKey, "apiUser" | "id">) =>
  keys["api key"]({ apiUser, key: id });

/** The API key that is kept there. */
export const at = async (key: Key) => parse(await get(key));

export const byId = (apiUser: string, id: string) => at(keyOf({ apiUser, id }));

/** An API user with one of its keys, as they are now. */
export async function readOne(apiUser: string, id: string) {
  const [user, key] = await getMany([keys["api user"]({ apiUser }), keyOf({ apiUser, id })]);
  return { apiUser: apiUsers.parse(user), key: parse(key) };
}

/** An API user with all its keys, the oldest first, as they are now. */
export async function readAll(apiUser: string) {
  const { items } = await query(collections["an API user and its keys"]({ apiUser }), {
    strong: true,
  });
  return {
    apiUser: apiUsers.parse(items.find((item) => item.kind !== kind)),
    keys: items.flatMap((item) => parse(item) ?? []),
  };
}

/** Every API user of an owner that has keys, with them, as they are now. An index names the API users; `isComplete` is false while it is behind the count. */
export async function readOf(owner: string) {
  const counted = await get(keys.counter({ customer: owner, counted: "keys", shard: "0" }));
  const places = Number(counted?.n ?? 0);
  if (places === 0) return { read: [], isComplete: true };
  const { items } = await query(collections["keys of an owner"]({ owner }));
  const named = new Set(items.map(({ apiUser }) => String(apiUser)));
  const read = await Promise.all([...named].map(readAll));
  const found = read.flatMap((one) => one.keys).filter(({ replacedBy }) => !replacedBy);
  return { read, isComplete: found.length >= places };
}

export type KeysRead = Awaited<ReturnType<typeof readAll>>;

/** What is read along to know whether a key holds: the key, and the person to whom it was shown with their roles and those of groups. */
export const along = (
  { apiUser, id, createdBy: user, customer }: StoredApiKey,
  groups: readonly string[],
): Key[] => [
  keyOf({ apiUser, id }),
  keys.user({ user }),
  ...(customer ? [user, ...groups] : []).map((principal) =>
    keys["customer binding"]({ principal, customer: customer as string }),
  ),
];

export const parseAlong = ([key, person, ...held]: readonly (Item | undefined)[]) => {
  const [binding, ...groups] = held.map(bindings.parse);
  return { key: parse(key), person: users.parse(person), binding, groups };
};

export type Along = ReturnType<typeof parseAlong>;

export const create = (key: StoredApiKey): Write =>
  add(
    {
      ...key,
      kind,
      ...keyOf(key),
      ...reminderKeys(key),
      ...indexed["api key"]({ owner: ownerOf(key), key: key.id }),
    },
    "outdated",
  );

/** When the sweep sees a key to tell of its end. */
function reminderKeys(key: StoredApiKey) {
  const at = keyToldFrom(key);
  return at && due({ at, kind: "end", id: key.id });
}

/** The condition that a key is still there and has been replaced as little as when it was read. */
export const asRead = ({ replacedBy }: StoredApiKey) =>
  replacedBy
    ? { when: "replacedBy = :by", values: { ":by": replacedBy } }
    : { when: "attribute_exists(pk) AND attribute_not_exists(replacedBy)", values: {} };

/** Ends a key at the end of the overlap, at the latest, for the one that takes its place. */
export const replaceBy = (key: StoredApiKey, next: string, expiresAt: string): Write => ({
  do: "update",
  key: keyOf(key),
  set: "SET replacedBy = :next, expiresAt = :end REMOVE duepk, duesk",
  when: asRead(key).when,
  values: { ":next": next, ":end": expiresAt },
  orElse: "outdated",
});

/** Writes down that somebody is told of the end of a key, once: not when another key has taken its place meanwhile. */
export const markReminded = (key: StoredApiKey): Write => ({
  do: "update",
  key: keyOf(key),
  set: "REMOVE duepk, duesk",
  when: "attribute_exists(duepk)",
  orElse: "outdated",
});

export const counterOf = (key: Pick<StoredApiKey, "customer">) =>
  keys.counter({ customer: ownerOf(key), counted: "keys", shard: "0" });

/** Counts one more key among those of its customer, or of the platform. */
export const countOne = (key: Pick<StoredApiKey, "customer">): Write => {
  const most = keysAtMost(key.customer === undefined ? "platform" : "customer");
  return {
    do: "update",
    key: counterOf(key),
    set: "SET kind = :kind ADD n :one",
    when: `${absent} OR n < :most`,
    values: { ":kind": "counter", ":one": 1, ":most": most },
    orElse: new Refusal("limit_reached", `There are ${most} keys already, the most there may be.`),
  };
};

/** Notes that a key was used, once an hour at most. */
export const touch = (key: StoredApiKey, now: Date, hourAgo: string) =>
  tryUpdate({
    key: keyOf(key),
    set: "SET lastUsedAt = :now",
    when: "attribute_exists(pk) AND (attribute_not_exists(lastUsedAt) OR lastUsedAt < :before)",
    values: { ":now": now.toISOString(), ":before": hourAgo },
  });
