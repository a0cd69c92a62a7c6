import { hash } from "node:crypto";
import * as z from "zod/mini";
import { prefixes } from "./id.ts";
import { lazy } from "./lazy.ts";
import { type ThingKind, thingId } from "./thing-kind.ts";

/** What another system calls something: known again by it, it is made once. */
export const ExternalId = lazy(() =>
  z
    .string()
    .check(
      z.minLength(1),
      z.maxLength(255),
      z.regex(/^\P{C}+$/u, "must not contain control characters"),
    ),
);

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Shards that every owner has of each kind from the first thing on. */
const firstShards = 4;

interface Owned {
  owner: string;
  things: ThingKind;
}

/** A ULID without a time (it lists after all that have one) and 80 bits that follow from whose and what it is. */
function placeOf(what: string, { owner, things }: Owned, externalId: string) {
  const text = JSON.stringify([what, owner, things, externalId]);
  const digest = hash("sha256", text, "buffer");
  const random = Array.from(digest.subarray(0, 16), (byte) => digits[byte % 32]).join("");
  return {
    ulid: `${"0".repeat(10)}${random}`,
    shard: String((digest[16] as number) % firstShards),
  };
}

/** Where a thing with an external id lies: the same for the same owner, kind and id, so that the table itself keeps it from being there twice. */
export const thingPlace = (owned: Owned, externalId: string) => placeOf("thing", owned, externalId);

/** The id of such a thing. */
export function thingIdFor(owned: Owned, externalId: string): string {
  const { shard, ulid } = thingPlace(owned, externalId);
  return thingId(owned.things, shard, ulid);
}

/** The id of a group of things with an external id. */
export const thingGroupIdFor = (owned: Owned, externalId: string) =>
  `${prefixes.thingGroup}_${placeOf("thing group", owned, externalId).ulid}`;
