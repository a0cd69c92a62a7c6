import { env } from "../../shared/env.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isAvailable, nameOf } from "../../shared/model/user.ts";
import * as users from "../../shared/table/users.ts";
import type { Prepared } from "./prepare.ts";

/** The word to somebody that their account has one more sign-in. */
export async function prepareIdentity({ recipient, actor, event }: Letter): Promise<Prepared> {
  const people = await users.byIds([recipient, actor]);
  const person = people.find(({ id }) => id === recipient);
  if (!person || !isAvailable(person)) return { drop: "the person is gone" };
  const by = people.find(({ id }) => id === actor);
  return {
    to: person.email,
    tags: { letter: "identity-added", event },
    content: {
      letter: "identity-added",
      firstName: person.firstName,
      address: person.email,
      by: by ? nameOf(by) : env.brandName,
    },
  };
}
