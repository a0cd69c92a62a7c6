import type { Collection } from "./collections.ts";
import type { Of } from "./tree-keys.ts";

/** What is asked of the log: of people and the platform, and of a customer. */
export const eventCollections = {
  "events of a person": ({ user }: Of<"user">): Collection => ({
    pk: `U#${user}`,
    startsWith: "E#",
  }),
  "platform events": ({ shard }: Of<"shard">): Collection => ({
    index: "gsi1",
    pk: `Z#E#${shard}`,
  }),
  "platform events about a subject": ({ subject }: Of<"subject">): Collection => ({
    pk: `U#${subject}`,
  }),
  "platform events by an actor": ({ actor }: Of<"actor">): Collection => ({
    index: "gsi2",
    pk: `Z#EA#${actor}`,
  }),
  "events of a customer": ({ customer }: Of<"customer">): Collection => ({ pk: `E#${customer}#0` }),
  "events about a subject": ({ customer, subject }: Of<"customer" | "subject">): Collection => ({
    index: "gsi1",
    pk: `ES#${customer}#${subject}`,
  }),
  "events by an actor": ({ customer, actor }: Of<"customer" | "actor">): Collection => ({
    index: "gsi2",
    pk: `EA#${customer}#${actor}`,
  }),
  "events about a person": ({ subject }: Of<"subject">): Collection => ({
    index: "gsi1",
    pk: `ES#${subject}`,
  }),
  "events by a person": ({ actor }: Of<"actor">): Collection => ({
    index: "gsi2",
    pk: `EA#${actor}`,
  }),
};
