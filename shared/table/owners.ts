import type { Owners } from "../model/owners.ts";
import { add, type Write } from "./commit.ts";
import { keys } from "./schema.ts";

const itemOf = (owners: Owners) => ({
  ...owners,
  kind: "owners",
  ...keys.owners({ customer: owners.customer }),
});

export const create = (owners: Owners): Write => add(itemOf(owners), "outdated");

/** Replaces the two places. Every change of an owner goes through here, so two at once cannot both hold. */
export const replace = (owners: Owners): Write => ({
  do: "put",
  key: keys.owners({ customer: owners.customer }),
  item: itemOf({ ...owners, version: owners.version + 1 }),
  when: "version = :expected",
  values: { ":expected": owners.version },
  orElse: "outdated",
});
