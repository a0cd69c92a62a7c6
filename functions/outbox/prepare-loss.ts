import { roleOf } from "../../shared/access/decide.ts";
import { rolesLost } from "../../shared/access/losing.ts";
import type { LetterContent, PlaceInWords } from "../../shared/mail/letter.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import type { HeldPlace } from "../../shared/model/held-place.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import type { User } from "../../shared/model/user.ts";
import type { Read } from "../../shared/table/correspondence.ts";
import { namesOf } from "../../shared/table/group-places.ts";
import { heldAt } from "../../shared/table/roles-held.ts";
import type { About } from "./prepare-access.ts";

/** Who has the customer again has lost the projects only; who has the project again has lost nothing; and whoever lost roles of their own may be let in by others. */
export async function lossOf(
  letter: Letter,
  now: Pick<Read, "recipient" | "own" | "letInBy" | "letInFrom" | "binding">,
  about: About,
): Promise<LetterContent | undefined> {
  const { lost, project, customerGroup, through, holdings } = letter;
  const isOfPart = project !== undefined || customerGroup !== undefined;
  if (!lost || (isOfPart && holdsRoles(now.binding))) return undefined;
  const [others, from] = [now.letInBy, now.letInFrom];
  const isIn = now.own !== undefined || (through && others.length + from.length > 0);
  const customer = lost.customer && !isIn;
  const { at: gone, ...left } = customer ? lost : await withoutKept(lost, now.recipient);
  const ended = await endedOf(letter, now.recipient, { isOut: customer, gone });
  const isOfGroup = holdings !== undefined && customerGroup !== undefined;
  const isNothing = isOfGroup ? ended.length === 0 : !customer && left.count + ended.length === 0;
  if (isNothing) return undefined;
  const { project: _, ...rest } = about;
  const kept = customer ? { keptThrough: others, keptFrom: from } : {};
  return {
    ...rest,
    letter: "access-revoked",
    lost: { ...left, customer },
    ...kept,
    ...(ended.length > 0 && !customerGroup && { ended, group: holdings?.name }),
  };
}

/** Of projects that a group lost, those on which the reader holds nothing otherwise. */
async function withoutKept(
  { at, ...lost }: NonNullable<Letter["lost"]>,
  reader: User | undefined,
): Promise<NonNullable<Letter["lost"]>> {
  if (!at || !reader) return lost;
  const held = await Promise.all(
    at.map((place) => {
      const [customer = "", project] = place.split("/");
      return heldAt(reader, { customer, project, roles: [] }, new Date());
    }),
  );
  const isGone = (_: unknown, i: number) => held[i]?.roles.length === 0;
  const gone = at.filter(isGone);
  const count = lost.count - at.length + gone.length;
  return { ...lost, at: gone, projects: lost.projects.filter(isGone), count };
}

/** Where the reader has roles no more that a group gave, nor anything else that gives as much. */
async function endedOf(
  { holdings, customer }: Letter,
  reader: User | undefined,
  { isOut, gone = [] }: { isOut: boolean; gone?: readonly string[] | undefined },
): Promise<PlaceInWords[]> {
  if (!holdings || !reader) return [];
  const places = holdings.places.filter(
    (place) =>
      !gone.includes(`${place.customer}/${place.project}`) && !(isOut && isAll(place, customer)),
  );
  const [names, roles] = await Promise.all([
    namesOf(places),
    Promise.all(places.map((place) => rolesGone(place, reader))),
  ]);
  return places.flatMap((_, i) => {
    const [name, gone = []] = [names[i], roles[i]];
    return name && gone.length > 0 ? [{ ...name, roles: gone }] : [];
  });
}

/** Whoever lost all access to a customer need not be told of roles there. */
const isAll = ({ customer, project, customerGroup }: HeldPlace, left: string | undefined) =>
  customer === left && !project && !customerGroup;

async function rolesGone(place: HeldPlace, reader: User) {
  const { level, roles: kept, customRoles } = await heldAt(reader, place, new Date());
  const gone = rolesLost(level, place.roles, kept, customRoles);
  return gone.map((role) => ({ name: roleOf(level, role, customRoles)?.name ?? role }));
}
