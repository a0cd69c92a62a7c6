import type { Of } from "./tree-keys.ts";

/** Under which index keys events at customers are found: a part of the schema. */
export const eventIndexed = {
  event: ({ customer, subject, actor, event }: Of<"customer" | "subject" | "actor" | "event">) => ({
    gsi1pk: `ES#${customer}#${subject}`,
    gsi1sk: event,
    gsi2pk: `EA#${customer}#${actor}`,
    gsi2sk: event,
  }),
  "event about a person": ({ customer, subject, event }: Of<"customer" | "subject" | "event">) => ({
    gsi1pk: `ES#${subject}`,
    gsi1sk: `${customer}#${event}`,
  }),
  "event by a person": ({ customer, actor, event }: Of<"customer" | "actor" | "event">) => ({
    gsi2pk: `EA#${actor}`,
    gsi2sk: `${customer}#${event}`,
  }),
};

/** The customer that an event of a person lies at. */
export const customerIn = (sk: string): string => sk.slice(0, Math.max(0, sk.indexOf("#")));
