import { ApiUser } from "../model/api-user.ts";
import { ownerOf } from "../model/id.ts";
import { get, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import { add, present, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";

const kind = "api user";

const parsed = parsing(ApiUser);

export const parse = (item: Item | undefined): ApiUser | undefined =>
  item?.kind === kind ? parsed(item) : undefined;

export const byId = async (apiUser: string) => parse(await get(keys["api user"]({ apiUser })));

const itemOf = (apiUser: ApiUser) => ({
  ...apiUser,
  kind,
  v: 1,
  ...keys["api user"]({ apiUser: apiUser.id }),
  ...indexed["api user"]({ owner: ownerOf(apiUser), apiUser: apiUser.id }),
});

export const create = (apiUser: ApiUser): Write => add(itemOf(apiUser), "outdated");

const onVersion = (version: number) => ({
  when: "version = :version",
  values: { ":version": version },
  orElse: "outdated" as const,
});

/** Replaces an API user, on condition of its version. */
export const replace = (apiUser: ApiUser, expected: number): Write => ({
  do: "put",
  key: keys["api user"]({ apiUser: apiUser.id }),
  item: itemOf(apiUser),
  ...onVersion(expected),
});

/** Takes an API user away: from then on it may do nothing, whatever keys are left. */
export const remove = ({ id, version }: ApiUser): Write => ({
  do: "delete",
  key: keys["api user"]({ apiUser: id }),
  ...onVersion(version),
});

/** Makes an API user known to have one more key: whoever is about to change or delete it looks again. */
export const rekey = ({ id, version }: ApiUser): Write => ({
  do: "update",
  key: keys["api user"]({ apiUser: id }),
  set: "SET version = version + :one",
  when: "version = :version",
  values: { ":version": version, ":one": 1 },
  orElse: "outdated",
});

/** Checks that an API user is still there and still has the permission that allows an act. */
export const stillHolds = (apiUser: string, permission: string): Write => ({
  do: "check",
  key: keys["api user"]({ apiUser }),
  when: `${present} AND contains(#permissions, :permission)`,
  names: { "#permissions": "permissions" },
  values: { ":permission": permission },
  orElse: "forbidden",
});

/** API users of a customer or of the platform, in the order in which they were made. */
export const ofOwner = (owner: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["API users of an owner"]({ owner }),
    schema: ApiUser(),
    positionOf: ({ id }) => id,
    keyAt: (apiUser) => ({
      ...keys["api user"]({ apiUser }),
      ...indexed["api user"]({ owner, apiUser }),
    }),
  });
