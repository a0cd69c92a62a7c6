import { withoutPerson } from "../model/pseudonym.ts";
import { Refusal } from "../model/refusal.ts";
import { claimed, type HeldIdentity, type Identity, User } from "../model/user.ts";
import { get, getMany, type Item } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { identityHash } from "./hashes.ts";
import { holding } from "./holding.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";
import { stale } from "./stale.ts";
import { tryUpdate } from "./trying.ts";

const parsed = parsing(User);

/** A person; groups and API users have other records under keys of the same form. */
export const parse = (item: Item | undefined): User | undefined =>
  item?.kind === "user" ? parsed(item) : undefined;

export const byId = async (user: string) => parse(await get(keys.user({ user })));

/** Users as they are now, in the order asked; unknown ones are left out. */
export async function byIds(ids: readonly string[], { strong = true } = {}): Promise<User[]> {
  const items = await getMany(
    ids.map((user) => keys.user({ user })),
    { strong },
  );
  return items.flatMap((item) => parse(item) ?? []);
}

/** The user behind a sign-in, as last known: cacheable, since the user record itself must still list it. With `endedAt` it was that of a user deleted then. */
export async function behindIdentity(identity: Identity) {
  const item = await get(keys.identity({ identity: identityHash(identity) }));
  return item as { userId: string; endedAt?: string } | undefined;
}

export async function idOfAddress(email: string): Promise<string | undefined> {
  return (await get(keys.address({ email })))?.userId as string | undefined;
}

/** Whoever has an address, as they are now. */
export async function ofAddress(email: string): Promise<User | undefined> {
  const id = await idOfAddress(email);
  return id ? byId(id) : undefined;
}

const itemOf = (user: User) => ({
  ...user,
  kind: "user",
  v: 1,
  ...keys.user({ user: user.id }),
  ...indexed.user({ user: user.id, email: user.email }),
  ...(user.platformRoles && indexed.admin({ user: user.id })),
});

/** When the sweep sees a record: where nobody has signed in, when it is too late to. */
export const dueOf = ({ id, status, claimBy }: User) =>
  status === "invited" && claimBy ? due({ at: claimBy, kind: "end", id }) : undefined;

/** A new user and the two items that keep address and sign-in unique. */
export const create = (user: User, orElse: Write["orElse"] = "outdated"): Write[] => [
  add({ ...itemOf(user), ...stale(user.id, new Date(user.createdAt)) }, "outdated"),
  { ...claimAddress(user.email, user.id), orElse },
  ...user.identities.map((identity) => addIdentity(identity, user.id)),
];

/** Takes a sign-in for a user: one that nobody has, or that of a user who was deleted. */
export function addIdentity({ notBefore, ...identity }: HeldIdentity, userId: string): Write {
  const item = { ...keys.identity({ identity: identityHash(identity) }), kind: "identity", userId };
  if (!notBefore) return add(item, "outdated");
  return {
    ...add(item, "outdated"),
    when: "endedAt = :ended",
    values: { ":ended": notBefore },
  };
}

/** Ends a sign-in together with its user. What is left of it is a hash, and when it ended. */
const endIdentity = (identity: Identity, userId: string, now: Date): Write => ({
  do: "update",
  key: keys.identity({ identity: identityHash(identity) }),
  set: "SET endedAt = :now",
  when: "userId = :user AND attribute_not_exists(endedAt)",
  values: { ":now": now.toISOString(), ":user": userId },
  orElse: "outdated",
});

/** Takes everything personal out of a user record. Address and sign-ins are free. */
export const erase = (user: User, now: Date): Write[] => [
  replace(withoutPerson(user, now), user.version, now),
  freeAddress(user.email, user.id),
  ...user.identities.map((identity) => endIdentity(identity, user.id, now)),
];

/** The refusal of a second user with one address, naming the first. */
export const addressTaken = (found: Item | undefined) =>
  new Refusal("address_taken", undefined, { about: { user: String(found?.userId) } });

/** Takes an address for a user; refused when another live user has it. */
export const claimAddress = (email: string, userId: string): Write =>
  add({ ...keys.address({ email }), kind: "address", userId }, "outdated");

export const freeAddress = (email: string, userId: string): Write => ({
  do: "delete",
  key: keys.address({ email }),
  when: "userId = :user",
  values: { ":user": userId },
  orElse: "outdated",
});

/** Replaces a user record, on condition of its version. What lists show of it and what it is found by is then copied by the worker. */
export const replace = (user: User, expected: number, now: Date): Write => ({
  do: "put",
  key: keys.user({ user: user.id }),
  item: { ...itemOf(user), ...stale(user.id, now) },
  when: "version = :expected",
  values: { ":expected": expected },
  orElse: "outdated",
});

/** The next version of a user, disabled or enabled. Who never signed in is invited again. */
export const withStatus = (user: User, to: "disable" | "enable", now: Date): User => ({
  ...user,
  status: to === "disable" ? "disabled" : user.identities.length > 0 ? "active" : "invited",
  updatedAt: now.toISOString(),
  version: user.version + 1,
});

/** The next version of a user, with one more sign-in. Who has one is claimed. */
export const withIdentity = (user: User, identity: HeldIdentity, now: Date): User => ({
  ...claimed(user),
  identities: [...user.identities, identity],
  status: user.status === "invited" ? "active" : user.status,
  updatedAt: now.toISOString(),
  version: user.version + 1,
});

/** Checks that nothing about a person has changed since they were read, their groups and their roles on the platform included. */
export const isAsRead = ({ id, version }: User): Write => ({
  do: "check",
  key: keys.user({ user: id }),
  when: "version = :version",
  values: { ":version": version },
  orElse: "outdated",
});

/** Checks that an administrator is still active and still holds the roles that allow an act. */
export function stillHolds(user: string, roles: readonly string[], now: Date): Write {
  const held = holding("platformRoles", roles, now);
  return {
    do: "check",
    key: keys.user({ user }),
    when: `#status = :active AND ${held.when}`,
    names: { "#status": "status", ...held.names },
    values: { ":active": "active", ...held.values },
    orElse: "forbidden",
  };
}

/** Checks that somebody can act at all. */
export const isActive = (user: string): Write => ({
  do: "check",
  key: keys.user({ user }),
  when: "#status = :active",
  names: { "#status": "status" },
  values: { ":active": "active" },
  orElse: "outdated",
});

/** Notes when somebody last signed in. No change of the record itself, so the version stays. */
export const touch = (user: string, now: Date) =>
  tryUpdate({
    key: keys.user({ user }),
    set: "SET lastSignInAt = :now",
    when: "#status = :active",
    names: { "#status": "status" },
    values: { ":now": now.toISOString(), ":active": "active" },
  });
