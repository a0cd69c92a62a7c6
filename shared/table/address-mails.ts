import { day, unansweredLimit } from "../model/invitation.ts";
import { Refusal } from "../model/refusal.ts";
import { get, getMany, type Item } from "./client.ts";
import { absent, type Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** Invitation mails to one address that nobody has answered, from all customers together. */
export interface AddressMails {
  email: string;
  unanswered: Record<string, string>;
  version: number;
}

export const keyOf = (email: string) => keys["address mails"]({ email });

export const parse = (email: string, item: Item | undefined): AddressMails =>
  (item as AddressMails | undefined) ?? { email, unanswered: {}, version: 0 };

export const to = async (email: string) => parse(email, await get(keyOf(email)));

export async function toAll(emails: readonly string[]) {
  const items = await getMany(emails.map(keyOf));
  return emails.map((email, i) => parse(email, items[i]));
}

/** Counts one more mail; refused beyond five in seven days. */
export const count = (mails: AddressMails, invitation: string, now: Date): Write =>
  put(mails, { ...mustHaveRoom(mails, invitation, now), [invitation]: now.toISOString() }, now);

/** The mails of this week to an address about other invitations; refuses when there are five. */
export function mustHaveRoom(mails: AddressMails, invitation: string, now: Date) {
  const weekAgo = new Date(now.getTime() - 7 * day).toISOString();
  const recent = Object.entries(mails.unanswered).filter(([, at]) => at > weekAgo);
  const others = recent.filter(([id]) => id !== invitation);
  if (others.length >= unansweredLimit)
    throw new Refusal(
      "rate_limited",
      "This address has five unanswered invitations this week. Wait until some are answered.",
      { retryAfter: 24 * 60 * 60 },
    );
  return Object.fromEntries(others);
}

/** An answer makes room for another mail. */
export function answer(mails: AddressMails, invitation: string, now: Date): Write[] {
  if (!(invitation in mails.unanswered)) return [];
  const { [invitation]: _, ...rest } = mails.unanswered;
  return [put(mails, rest, now)];
}

const put = (mails: AddressMails, unanswered: AddressMails["unanswered"], now: Date): Write => ({
  do: "put",
  key: keyOf(mails.email),
  item: {
    ...keyOf(mails.email),
    kind: "address mails",
    email: mails.email,
    unanswered,
    version: mails.version + 1,
    ttl: Math.floor((now.getTime() + 8 * day) / 1000),
  },
  ...(mails.version === 0
    ? { when: absent }
    : { when: "version = :expected", values: { ":expected": mails.version } }),
  orElse: "outdated",
});
