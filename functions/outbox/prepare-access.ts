import { roleOf } from "../../shared/access/decide.ts";
import { env } from "../../shared/env.ts";
import type { LetterContent } from "../../shared/mail/letter.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { CustomRoles } from "../../shared/model/grant.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { type HeldRoles, isLive } from "../../shared/model/role.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import { mayTell } from "./may-tell.ts";
import type { Prepared } from "./prepare.ts";
import { joined } from "./prepare-joined.ts";
import { lossOf } from "./prepare-loss.ts";

/** That somebody has other roles now, or none. */
export async function prepareAccess(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, actor, customer, binding } = read;
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (!customer && letter.customer) return { drop: "the customer is gone" };
  if (recipient.status === "invited" && letter.letter === "access-revoked" && !actor)
    return { drop: "nobody ever came" };
  const about = aboutOf(letter, read);
  const content =
    letter.letter === "access-revoked"
      ? await lossOf(letter, read, about)
      : letter.holdings
        ? await joined(letter, read, about)
        : accessContent(letter, toldOf(letter, binding), {
            ...about,
            customRoles: read.customRoles,
          });
  if (!content) return { drop: "it has changed meanwhile" };
  if (!(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  return { to: recipient.email, tags: { letter: letter.letter, event: letter.event }, content };
}

/** The roles that a letter may tell of. A binding that began after the letter's event was taken meanwhile and given anew, of which there is another letter. */
function toldOf({ event, through }: Letter, binding: correspondence.Read["binding"]): HeldRoles {
  if (!binding) return {};
  const isAnew = !through && "since" in binding && binding.since > event;
  return isAnew ? {} : binding.roles;
}

/** Who did it, and where. */
const aboutOf = (
  letter: Letter,
  { recipient, actor, customer, project, groupName }: correspondence.Read,
): About => ({
  customer: customer?.displayName ?? "the platform",
  ...(!letter.customer && { onPlatform: true }),
  firstName: recipient?.firstName ?? "",
  by: actor ? callerName(actor) : env.brandName,
  ...(letter.customerGroup && { customers: groupName ? { group: groupName } : {} }),
  ...(env.signInUrl && { url: env.signInUrl }),
  ...(letter.project && { project: project?.displayName ?? letter.project }),
});

/** Whom a letter about access greets, who acted, and where. */
export interface About {
  customer: string;
  onPlatform?: true;
  customers?: { group?: string };
  firstName: string;
  by: string;
  project?: string;
  url?: string;
}

function accessContent(
  letter: Letter,
  now: HeldRoles,
  { customRoles, ...about }: About & { customRoles: CustomRoles },
): LetterContent | undefined {
  const { before = [], after = [], project } = letter;
  const held = Object.keys(now).filter((role) => isLive(now[role] ?? {}, new Date()));
  if (held.length === 0 || !isSame(Object.keys(now), after)) return undefined;
  const level = project ? "project" : "customer";
  const inWords = (role: string, until?: string) => ({
    name: roleOf(level, role, customRoles)?.name ?? role,
    ...(until && { until }),
  });
  const roles = held.map((role) => inWords(role, now[role]?.expiresAt));
  return letter.letter === "access-granted"
    ? { ...about, letter: "access-granted", roles }
    : {
        ...about,
        letter: "roles-changed",
        before: before.map((role) => inWords(role)),
        after: roles,
      };
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((role) => other.includes(role));
