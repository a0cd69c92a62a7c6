import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** The kinds of things that a customer or the platform owns, by the word that paths have for them: what their ids begin with, and what one and several of them are called. */
export const thingKinds = {
  devices: { prefix: "dev", one: "device", several: "devices" },
  assets: { prefix: "ast", one: "asset", several: "assets" },
  "entity-views": { prefix: "viw", one: "entity view", several: "entity views" },
  dashboards: { prefix: "dsh", one: "dashboard", several: "dashboards" },
} as const;

export type ThingKind = keyof typeof thingKinds;

export const kindsOfThings = Object.keys(thingKinds) as ThingKind[];

export const isThingKind = (word: string | undefined): word is ThingKind =>
  word !== undefined && Object.hasOwn(thingKinds, word);

/** One of the words that paths have for kinds of things. */
export const ThingKindName = lazy(() => z.enum(kindsOfThings));

/** Most shards there may be: two digits of an id say in which one a thing is listed. */
const shardDigits = 2;

const ulid = "[0-9A-HJKMNP-TV-Z]{26}";
const idOf = (prefixes: string) =>
  z
    .string()
    .check(
      z.regex(
        new RegExp(`^(${prefixes})_[0-6][0-9]${ulid}$`),
        `must be an id that begins with ${prefixes.replaceAll("|", "_ or ")}_`,
      ),
    );

const all = kindsOfThings.map((kind) => thingKinds[kind].prefix).join("|");

/** The id of a thing of any kind. */
export const ThingId = lazy(() => idOf(all));
export const DeviceId = lazy(() => idOf("dev"));
export const AssetId = lazy(() => idOf("ast"));
export const EntityViewId = lazy(() => idOf("viw"));
export const DashboardId = lazy(() => idOf("dsh"));
/** What an entity view may show. */
export const DeviceOrAssetId = lazy(() => idOf("dev|ast"));

export const kindOfThing = (id: string) =>
  kindsOfThings.find((kind) => id.startsWith(`${thingKinds[kind].prefix}_`)) as ThingKind;

/** The id of a thing: its shard never changes, so nothing moves when there are more of them. */
export const thingId = (kind: ThingKind, shard: string, ulid: string) =>
  `${thingKinds[kind].prefix}_${shard.padStart(shardDigits, "0")}${ulid}`;

const partsOf = (id: string) => {
  const from = id.indexOf("_") + 1;
  return { head: id.slice(0, from), shard: id.slice(from, from + 2), ulid: id.slice(from + 2) };
};

/** The shard in which a thing is listed and counted. */
export const shardOf = (id: string) => String(Number(partsOf(id).shard));

/** What says when a thing was made. */
export const ulidOf = (id: string) => partsOf(id).ulid;

/** The same id in another shard: where a list that begins there goes on. */
export const inShard = (id: string, shard: string) => {
  const { head, ulid } = partsOf(id);
  return `${head}${shard.padStart(shardDigits, "0")}${ulid}`;
};
