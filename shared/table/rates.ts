import { Refusal } from "../model/refusal.ts";
import type { Write } from "./commit.ts";
import { keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";

/** Counts against a limit that one caller has a day; refused when it leaves no room. */
export async function take(
  caller: string,
  what: string,
  n: number,
  limit: number,
  now: Date,
): Promise<void> {
  const window = dayOf(now);
  const counted = await tryUpdate({
    key: keys.rate({ caller, what, window }),
    set: "SET kind = :kind, #ttl = :ttl ADD n :n",
    when: "attribute_not_exists(n) OR n <= :room",
    names: { "#ttl": "ttl" },
    values: {
      ":kind": "rate",
      ":n": n,
      ":room": limit - n,
      ":ttl": inTwoDays(now),
    },
  });
  if (!counted) throw tooManyMails("A person", limit, now);
}

/** Counts one more request of a caller's minute; refused when there were too many. */
export async function countInMinute(
  caller: string,
  what: string,
  limit: number,
  now: Date,
): Promise<void> {
  const second = now.getUTCSeconds();
  const counted = await tryUpdate({
    key: keys.rate({ caller, what, window: now.toISOString().slice(0, 16) }),
    set: "SET kind = :kind, #ttl = :ttl ADD n :one",
    when: "attribute_not_exists(n) OR n < :limit",
    names: { "#ttl": "ttl" },
    values: { ":kind": "rate", ":one": 1, ":limit": limit, ":ttl": inTwoDays(now) },
  });
  if (counted) return;
  const sentence = `This may be asked ${limit} times a minute. Wait a moment.`;
  throw new Refusal("rate_limited", sentence, { retryAfter: 60 - second });
}

/** Takes back what was counted for what did not happen. */
export const giveBack = (caller: string, what: string, n: number, now: Date) =>
  tryUpdate({
    key: keys.rate({ caller, what, window: dayOf(now) }),
    set: "SET n = n - :n",
    when: "n >= :n",
    values: { ":n": n },
  });

/** Counts one thing among those of a caller's day, once, however often it is asked. False when it is one too many. */
export async function admit(
  caller: string,
  what: string,
  id: string,
  limit: number,
  now: Date,
): Promise<boolean> {
  const admitted = await tryUpdate({
    key: keys.rate({ caller, what, window: dayOf(now) }),
    set: "SET kind = :kind, #ttl = :ttl ADD ids :id",
    when: "attribute_not_exists(ids) OR size(ids) < :limit OR contains(ids, :one)",
    names: { "#ttl": "ttl" },
    values: {
      ":kind": "rate",
      ":id": new Set([id]),
      ":one": id,
      ":limit": limit,
      ":ttl": inTwoDays(now),
    },
  });
  return admitted !== undefined;
}

const inTwoDays = (now: Date) => Math.floor(now.getTime() / 1000) + 2 * 24 * 60 * 60;

/** Customers that one person may create by themselves. */
const customersAtMost = 50;

/** Counts one more customer of a person, in the transaction that creates it. */
export const countCustomer = (caller: string): Write => ({
  do: "update",
  key: keys.rate({ caller, what: "customers", window: "ever" }),
  set: "SET kind = :kind ADD n :one",
  when: "attribute_not_exists(n) OR n < :most",
  values: { ":kind": "rate", ":one": 1, ":most": customersAtMost },
  orElse: new Refusal(
    "limit_reached",
    `You have created ${customersAtMost} customers, the most one person may.`,
  ),
});

/** The day that counts for limits: that of UTC. */
export const dayOf = (now: Date) => now.toISOString().slice(0, 10);

/** The refusal of whom a day's limit keeps from sending more. */
export const tooManyMails = (who: string, limit: number, now: Date) =>
  new Refusal("rate_limited", `${who} sends at most ${limit} invitations a day. Go on tomorrow.`, {
    retryAfter: secondsToMidnight(now),
  });

const secondsToMidnight = (now: Date) =>
  24 * 60 * 60 - (Math.floor(now.getTime() / 1000) % (24 * 60 * 60));
