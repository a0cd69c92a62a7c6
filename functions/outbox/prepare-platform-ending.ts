import { roleOf } from "../../shared/access/decide.ts";
import { isGroup } from "../../shared/model/admin.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isLive, roleIdsOf } from "../../shared/model/role.ts";
import { isIn } from "../../shared/model/user.ts";
import * as admins from "../../shared/table/admins.ts";
import * as users from "../../shared/table/users.ts";
import type { Prepared } from "./prepare.ts";

/** The reminder of roles on the platform that end soon, one's own or those of a group: of those that still do. */
export async function preparePlatformEnding(letter: Letter): Promise<Prepared> {
  const { recipient, through, until = "", event } = letter;
  const [person, record] = await Promise.all([
    users.byId(recipient),
    admins.byId(through ?? recipient),
  ]);
  if (person?.status !== "active") return { drop: "the person is gone" };
  if (through && !isIn(person, through)) return { drop: "out of the group" };
  const held = record?.platformRoles ?? {};
  const roles = roleIdsOf(held).flatMap((role) => {
    const { expiresAt } = held[role] ?? {};
    if (!expiresAt || expiresAt > until || !isLive({ expiresAt }, new Date())) return [];
    return [{ name: roleOf("platform", role, {})?.name ?? role, until: expiresAt }];
  });
  if (!record || roles.length === 0) return { drop: "it has changed meanwhile" };
  return {
    to: person.email,
    tags: { letter: letter.letter, event },
    content: {
      letter: "access-ending",
      firstName: person.firstName,
      roles,
      owners: [],
      ...(isGroup(record) && { group: record.displayName }),
    },
  };
}
