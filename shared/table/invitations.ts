import { type Invitation, isOpen, StoredInvitation } from "../model/invitation.ts";
import { Refusal } from "../model/refusal.ts";
import { get, getMany, type Key, query, queryAll } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";
import { tryUpdate } from "./trying.ts";

export const parse = parsing(StoredInvitation);

const keyOf = ({ customer, id }: Pick<Invitation, "customer" | "id">) =>
  keys.invitation({ customer, invitation: id });

export const byId = async (customer: string, id: string) =>
  parse(await get(keyOf({ customer, id })));

/** Invitations stay readable for 90 days after their last state, then they are removed. */
const kept = 90 * 24 * 60 * 60;

const removedAt = (invitation: StoredInvitation, now: Date) => {
  const end = isOpen(invitation, now) ? invitation.expiresAt : invitation.updatedAt;
  return Math.floor(Date.parse(end) / 1000) + kept;
};

/** Only open invitations are found by their inviter. */
const itemOf = (invitation: StoredInvitation, now: Date) => ({
  ...invitation,
  kind: "invitation",
  v: 1,
  ttl: removedAt(invitation, now),
  ...keyOf(invitation),
  ...(isOpen(invitation, now) &&
    indexed.invitation({
      inviter: invitation.inviter.id,
      customer: invitation.customer,
      invitation: invitation.id,
    })),
});

const openKey = ({ email, customer }: Pick<Invitation, "email" | "customer">) =>
  keys["open invitation"]({ email, customer });

/** A new invitation. The item beside it keeps the address to one open invitation, until it runs out. */
export const create = (invitation: StoredInvitation, now: Date): Write[] => [
  add(itemOf(invitation, now), "outdated"),
  reserve(invitation, now),
];

const reservation = ({ id, email, customer, expiresAt, batch, state }: StoredInvitation) => ({
  ...openKey({ email, customer }),
  kind: "open invitation",
  invitation: id,
  customer,
  until: expiresAt,
  batch,
  ...(state === "awaiting_approval" && { waits: true }),
  ttl: Math.floor(Date.parse(expiresAt) / 1000),
});

/** Keeps the address for this invitation: a free one, its own, or one whose invitation has run out. */
export const reserve = (invitation: StoredInvitation, now: Date): Write => ({
  do: "put",
  key: openKey(invitation),
  item: reservation(invitation),
  when: "attribute_not_exists(pk) OR invitation = :id OR #until <= :now",
  names: { "#until": "until" },
  values: { ":id": invitation.id, ":now": now.toISOString() },
  orElse: (found) => alreadyOpen(String(found?.invitation)),
});

/** The refusal of a second open invitation, naming the first. */
export const alreadyOpen = (invitation: string) =>
  new Refusal("invitation_open", "This address already has an open invitation here.", {
    about: { invitation },
  });

/** Replaces the very invitation that was read. The mailer stores a hash without a new version, so that is compared, too. */
export const replace = (
  invitation: StoredInvitation,
  { version, hash }: Pick<StoredInvitation, "version" | "hash">,
  now: Date,
): Write => ({
  do: "put",
  key: keyOf(invitation),
  item: itemOf(invitation, now),
  when: `version = :version AND ${hash ? "#hash = :hash" : "attribute_not_exists(#hash)"}`,
  names: { "#hash": "hash" },
  values: { ":version": version, ...(hash && { ":hash": hash }) },
  orElse: "outdated",
});

/** Frees the address of an invitation that ends before its time. The item stays, so that its addressee can ask again what became of it. */
export const release = (invitation: StoredInvitation): Write => ({
  do: "update",
  key: openKey(invitation),
  set: "SET #until = :past",
  when: "invitation = :id",
  names: { "#until": "until" },
  values: { ":id": invitation.id, ":past": "" },
  orElse: "outdated",
});

/** Invitations of a customer, newest first unless said. */
export const ofCustomer = (
  customer: string,
  { newestFirst = true, ...options }: PageOptions & { newestFirst?: boolean },
) =>
  page({
    ...options,
    collection: collections["invitations of a customer"]({ customer }),
    schema: StoredInvitation(),
    positionOf: ({ id }) => id,
    keyAt: (invitation) => keys.invitation({ customer, invitation }),
    newestFirst,
  });

/** The last invitation of each address to a customer. */
export async function lastOf(customer: string, emails: readonly string[]) {
  const items = await getMany(emails.map((email) => openKey({ email, customer })));
  return emails.flatMap((email, i) => {
    const { invitation, until, batch, waits = false } = items[i] ?? {};
    if (!invitation) return [];
    return [{ email, id: String(invitation), until: String(until), batch, waits }];
  });
}

type Last = Awaited<ReturnType<typeof lastOf>>;

/** What became of an entry of a bulk request that made an invitation. */
export interface Made {
  id: string;
  status: "created" | "awaiting_approval";
}

/** The entry of a bulk request that an invitation is made of. */
export const inBatch = (batch: string, index: number) => `${batch}.${index}`;

/** By entry, those that a bulk request has made so far. */
export const madeBy = (batch: string, last: Last): Map<number, Made> =>
  new Map(
    last.flatMap(({ batch: made, id, waits }) => {
      const [of, index] = String(made).split(".");
      const status = waits ? "awaiting_approval" : "created";
      return of === batch ? [[Number(index), { id, status }]] : [];
    }),
  );

/** By address, those that are open. */
export const openAmong = (last: Last, now: Date) =>
  new Map(
    last.filter(({ until }) => until > now.toISOString()).map(({ email, id }) => [email, id]),
  );

/** Where an address is or was invited: the last invitation of each customer. */
export async function lastTo(email: string) {
  const items = await queryAll(collections["open invitations to an address"]({ email }), {
    strong: true,
  });
  return items.map((item) => ({
    customer: String(item.customer),
    invitation: String(item.invitation),
    until: String(item.until),
  }));
}

/** Invitations as they are now, in the order asked; unknown ones are left out. */
export async function byIds(customer: string, ids: readonly string[]): Promise<StoredInvitation[]> {
  const items = await getMany(ids.map((invitation) => keys.invitation({ customer, invitation })));
  return items.flatMap((item) => parse(item) ?? []);
}

/** Ids of invitations that somebody sent from one customer and that were open when the index was written. */
export async function sentBy(inviter: string, customer: string): Promise<string[]> {
  const collection = collections["open invitations somebody sent"]({ inviter, customer });
  return (await queryAll(collection)).map(({ id }) => String(id));
}

/** Customers to which somebody has open invitations, some seconds behind. */
export async function* placesOf(inviter: string): AsyncGenerator<string> {
  const collection = collections["open invitations somebody sent anywhere"]({ inviter });
  let place: string | undefined;
  let after: Key | undefined;
  do {
    const { items, last } = await query(collection, { after });
    for (const { customer } of items) {
      if (customer !== place) yield String(customer);
      place = String(customer);
    }
    after = last;
  } while (after);
}

/** Stores the hash of the secret that the mail of this round carries. Undefined when the invitation changed meanwhile. */
export const storeHash = (invitation: StoredInvitation, hash: string) =>
  tryUpdate({
    key: keyOf(invitation),
    set: "SET #hash = :hash",
    when: "version = :version",
    names: { "#hash": "hash" },
    values: { ":hash": hash, ":version": invitation.version },
  });
