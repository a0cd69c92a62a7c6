import { hasEnded } from "../../shared/model/api-key.ts";
import { isClosed } from "../../shared/model/customer.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import type { Prepared } from "./prepare.ts";

/** The reminder of a key that ends soon, if it still does. */
export async function prepareKeyEnding(letter: Letter): Promise<Prepared> {
  const { apiUser: of = "", key: id = "", until, event } = letter;
  const [{ recipient, customer }, { apiUser, key }] = await Promise.all([
    correspondence.read(letter),
    apiKeys.readOne(of, id),
  ]);
  const now = new Date();
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (letter.customer && (!customer || isClosed(customer))) return { drop: "the customer is gone" };
  if (!until || !apiUser || key?.expiresAt !== until || key.replacedBy || hasEnded(key, now))
    return { drop: "it has changed meanwhile" };
  const owners = customer ? await correspondence.ownersOf(customer.id, now) : [];
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event },
    content: {
      letter: "key-ending",
      firstName: recipient.firstName,
      ...(customer && { customer: customer.displayName }),
      apiUser: apiUser.displayName,
      key: id,
      until,
      owners: owners.filter((owner) => owner.id !== recipient.id).map(({ name }) => name),
    },
  };
}
