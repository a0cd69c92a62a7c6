import { Letter } from "../model/outbox.ts";
import { get, type Item, type Key } from "./client.ts";
import { add, type Write } from "./commit.ts";
import { due } from "./due.ts";
import { idIn, keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";

const kept = 90 * 24 * 60 * 60;

const waiting = (letter: Pick<Letter, "event" | "recipient">, at: Date) =>
  due({ at: at.toISOString(), kind: "letter", id: `${letter.event}/${letter.recipient}` });

/** A letter to be sent: the stream carries it at once, the sweep finds it after a minute. */
export const write = (letter: Letter): Write =>
  add(
    {
      ...letter,
      kind: "letter",
      ttl: Math.floor(Date.parse(letter.createdAt) / 1000) + kept,
      ...keys.letter(letter),
      ...waiting(letter, new Date(Date.parse(letter.createdAt) + 60_000)),
    },
    "outdated",
  );

/** True when a letter was written before. */
export const exists = async (letter: Pick<Letter, "event" | "recipient">) =>
  (await get(keys.letter(letter))) !== undefined;

const attemptsAtMost = 5;

/** Takes a letter for one attempt. Undefined when it is done, held by another attempt or out of attempts. */
export async function claim(key: Key, now: Date, lease: number): Promise<Letter | undefined> {
  const until = new Date(now.getTime() + lease).toISOString();
  const letter = { event: idIn(key.pk), recipient: key.sk };
  const { duepk, duesk } = waiting(letter, new Date(until));
  const item = await change(key, {
    set: "SET #state = :claimed, leaseUntil = :until, attempts = attempts + :one, duepk = :duepk, duesk = :duesk",
    when: "attempts < :most AND (#state IN (:open, :held) OR (#state = :claimed AND leaseUntil < :now))",
    values: {
      ":open": "open",
      ":held": "held",
      ":claimed": "claimed",
      ":until": until,
      ":now": now.toISOString(),
      ":one": 1,
      ":most": attemptsAtMost,
      ":duepk": duepk,
      ":duesk": duesk,
    },
  });
  return item && Letter().parse(item);
}

/** What became of a claimed letter. A final state takes it off the sweep. */
export async function settle(
  letter: Letter,
  state: "sent" | "dropped" | "failed",
  detail: Record<string, string>,
): Promise<void> {
  await change(keys.letter(letter), {
    set: "SET #state = :state, detail = :detail REMOVE duepk, duesk, leaseUntil",
    when: "#state = :claimed AND attempts = :attempts",
    values: {
      ":state": state,
      ":detail": detail,
      ":claimed": "claimed",
      ":attempts": letter.attempts,
    },
  });
}

/** Ends a letter that every attempt failed on, so that the sweep does not find it for ever. Undefined when it may still be tried. */
export async function giveUp(key: Key, now: Date): Promise<Item | undefined> {
  return change(key, {
    set: "SET #state = :failed REMOVE duepk, duesk, leaseUntil",
    when: "attempts >= :most AND (#state IN (:open, :held) OR (#state = :claimed AND leaseUntil < :now))",
    values: {
      ":failed": "failed",
      ":open": "open",
      ":held": "held",
      ":claimed": "claimed",
      ":most": attemptsAtMost,
      ":now": now.toISOString(),
    },
  });
}

/** Gives a claimed letter back, to be taken again from `at` on. Only a fault of the letter itself counts as an attempt. */
export async function putBack(letter: Letter, at: Date, { counts = false } = {}): Promise<void> {
  const { duepk, duesk } = waiting(letter, at);
  await change(keys.letter(letter), {
    set: "SET #state = :state, attempts = :before, duepk = :duepk, duesk = :duesk REMOVE leaseUntil",
    when: "#state = :claimed AND attempts = :attempts",
    values: {
      // Held, not open: an open letter would come back through the stream at once.
      ":state": "held",
      ":before": counts ? letter.attempts : letter.attempts - 1,
      ":claimed": "claimed",
      ":attempts": letter.attempts,
      ":duepk": duepk,
      ":duesk": duesk,
    },
  });
}

const change = (key: Key, update: { set: string; when: string; values: Record<string, unknown> }) =>
  tryUpdate({ key, ...update, names: { "#state": "state" } });
