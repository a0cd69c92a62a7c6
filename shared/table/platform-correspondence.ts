import type { Letter } from "../model/outbox.ts";
import * as apiUsers from "./api-users.ts";
import { getMany } from "./client.ts";
import { TooEarly } from "./commit.ts";
import { mayBeEarly } from "./correspondence.ts";
import { holdersFor } from "./roles-held.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Everything that a letter about roles on the platform speaks of, as it is now; read by keys alone, as the mailer may. */
export async function read(letter: Letter) {
  const { recipient, actor, through, version } = letter;
  const [recipientItem, actorItem, groupItem] = await getMany([
    keys.user({ user: recipient }),
    keys.user({ user: actor }),
    ...(through ? [keys["user group"]({ group: through })] : []),
  ]);
  const told = users.parse(recipientItem);
  const group = userGroups.parse(groupItem);
  const holder = through ? group : told;
  if (mayBeEarly(letter) && holder && holder.version < version)
    throw new TooEarly("platform roles");
  const holders = told ? await holdersFor(told) : [];
  return {
    recipient: told,
    actor: users.parse(actorItem) ?? apiUsers.parse(actorItem),
    group,
    /** What the person, or the group that the letter speaks of, holds now. */
    held: holder?.platformRoles ?? {},
    /** Who else gives the person roles: the groups besides, or they themselves. */
    others: holders.filter(({ id }) => id !== (through ?? recipient)),
  };
}

export type Read = Awaited<ReturnType<typeof read>>;
