import { roleOf } from "../../shared/access/decide.ts";
import { platformRolesGained, rolesLost } from "../../shared/access/losing.ts";
import { env } from "../../shared/env.ts";
import type { LetterContent, RoleInWords } from "../../shared/mail/letter.ts";
import { callerName } from "../../shared/model/caller.ts";
import { liveIn } from "../../shared/model/held-place.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isAvailable, isIn } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/platform-correspondence.ts";
import { mayTell } from "./may-tell.ts";
import type { Prepared } from "./prepare.ts";

/** True of letters about roles on the platform that somebody, or a group of theirs, was given, or has no more. */
export const isOnPlatformRoles = ({ customer, customerGroup, before }: Letter) =>
  customer === undefined && customerGroup === undefined && before !== undefined;

/** That somebody has other roles on the platform now, or none. */
export async function preparePlatformRoles(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient } = read;
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  const { through, after = [], createdAt } = letter;
  if (through && after.length > 0 && !isIn(recipient, through)) return { drop: "out of the group" };
  const held = liveIn(read.held, new Date(createdAt));
  if (!isSame(held, after)) return { drop: "it has changed meanwhile" };
  const lost = lostNow(letter, read);
  if (!isGained(letter, read) && lost.length === 0) return { drop: "nothing is new to the person" };
  if (!(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: contentOf(letter, read, lost),
  };
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((role) => other.includes(role));

/** The roles that are gone and gave what nothing else gives now. */
function lostNow({ before = [], after = [] }: Letter, { held, others }: correspondence.Read) {
  const now = new Date();
  const kept = [held, ...others.map(({ roles }) => roles)].flatMap((roles) => liveIn(roles, now));
  return rolesLost("platform", without(before, after), kept, {});
}

/** True where a role gives what nothing else gave for good, or where one only has another end. */
function isGained({ before = [], after = [] }: Letter, { held, others }: correspondence.Read) {
  const fresh = without(after, before);
  if (fresh.length === 0) return without(before, after).length === 0;
  const kept = Object.fromEntries(Object.entries(held).filter(([role]) => !fresh.includes(role)));
  return platformRolesGained(fresh, [kept, ...others.map(({ roles }) => roles)]).length > 0;
}

const without = (roles: readonly string[], others: readonly string[]) =>
  roles.filter((role) => !others.includes(role));

/** The letter, of one's own roles or of those that a group has. */
function contentOf(
  { letter, through, before = [], after = [] }: Letter,
  { recipient, actor, group, held, others }: correspondence.Read,
  lost: readonly string[],
): LetterContent {
  const about = {
    customer: "the platform",
    onPlatform: true,
    firstName: recipient?.firstName,
    by: actor ? callerName(actor) : env.brandName,
    ...(group && { group: group.displayName }),
  };
  const url = env.signInUrl;
  const inWords = (role: string): RoleInWords => ({
    name: roleOf("platform", role, {})?.name ?? role,
  });
  const now = after.map((role) => ({ ...inWords(role), until: held[role]?.expiresAt }));
  if (letter === "access-granted") return { ...about, letter, roles: now, url };
  if (letter === "roles-changed")
    return { ...about, letter, before: before.map(inWords), after: now, url };
  const own = through === undefined;
  const giving = others.filter(({ roles }) => liveIn(roles, new Date()).length > 0);
  const nothing = { customer: false, projects: [], count: 0 };
  return {
    ...about,
    letter: "access-revoked",
    lost: nothing,
    own,
    ended: [{ ...about, roles: (own ? before : lost).map(inWords) }],
    keptThrough: own ? giving.flatMap(({ displayName }) => displayName ?? []) : [],
  };
}
