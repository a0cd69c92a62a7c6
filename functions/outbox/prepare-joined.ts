import { roleOf } from "../../shared/access/decide.ts";
import { platformRolesGained } from "../../shared/access/losing.ts";
import type { LetterContent, PlaceInWords } from "../../shared/mail/letter.ts";
import { type HeldPlace, isOnPlatform, liveIn } from "../../shared/model/held-place.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import type { User } from "../../shared/model/user.ts";
import type { Read } from "../../shared/table/correspondence.ts";
import { heldNow, isStillHeld, namesOf } from "../../shared/table/group-places.ts";
import { heldAt, holdersFor } from "../../shared/table/roles-held.ts";
import type { About } from "./prepare-access.ts";

/** What somebody has since they came into a group, as long as they are in it and the group holds it. */
export async function joined(
  { holdings }: Letter,
  { recipient, isMember }: Pick<Read, "recipient" | "isMember">,
  { project: _, ...about }: About,
): Promise<LetterContent | undefined> {
  if (!holdings || !recipient || !isMember) return undefined;
  const { places } = holdings;
  const [names, held] = await Promise.all([namesOf(places), heldNow(holdings)]);
  const found = await Promise.all(
    places.map(async (place, i): Promise<PlaceInWords[]> => {
      const [name, roles = {}] = [names[i], held[i]];
      if (!name || !isStillHeld(place, roles, new Date())) return [];
      if (isOnPlatform(place) && !(await isNew(place, holdings.group, recipient))) return [];
      return [{ ...name, roles: await inWords(place, roles, recipient) }];
    }),
  );
  const [first, ...more] = found.flat();
  if (!first) return undefined;
  return {
    ...about,
    letter: "access-granted",
    group: holdings.name,
    ...(more.length > 0 ? { roles: [], places: [first, ...more] } : first),
  };
}

/** False of roles on the platform that somebody has all the same without the group. */
async function isNew({ roles }: HeldPlace, group: string, reader: User): Promise<boolean> {
  const others = (await holdersFor(reader)).filter(({ id }) => id !== group);
  const gained = platformRolesGained(
    roles,
    others.map((one) => one.roles),
  );
  return gained.length > 0;
}

async function inWords(place: HeldPlace, roles: HeldRoles, reader: User) {
  const { level, customRoles } = await heldAt(reader, place, new Date());
  return liveIn(roles, new Date()).map((role) => ({
    name: roleOf(level, role, customRoles)?.name ?? role,
    until: roles[role]?.expiresAt,
  }));
}
