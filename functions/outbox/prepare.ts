import { roleOf } from "../../shared/access/decide.ts";
import { env } from "../../shared/env.ts";
import type { LetterContent } from "../../shared/mail/letter.ts";
import { holdsRoles } from "../../shared/model/binding.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { CustomRoles } from "../../shared/model/grant.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { type HeldRoles, isLive } from "../../shared/model/role.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import { mayTell } from "./may-tell.ts";
import { prepareClosed } from "./prepare-closed.ts";
import { prepareEnding } from "./prepare-ending.ts";
import { prepareIdentity } from "./prepare-identity.ts";
import { prepareInvitation } from "./prepare-invitation.ts";
import { prepareKeyEnding } from "./prepare-key-ending.ts";
import { prepareKeysRevoked } from "./prepare-keys-revoked.ts";
import { prepareNotice } from "./prepare-notice.ts";
import { preparePlatformEnding } from "./prepare-platform-ending.ts";
import { prepareProjectDeletion } from "./prepare-project-deletion.ts";
import { prepareRequest } from "./prepare-request.ts";

/** A mail ready to be composed, or why it is not sent. */
export type Prepared =
  | { to: string; tags: Record<string, string>; content: LetterContent }
  | { drop: string };

/** What a letter says, from the table as it is now: nothing about what has been undone meanwhile. */
export function prepare(letter: Letter): Promise<Prepared> {
  switch (letter.letter) {
    case "invitation":
      return prepareInvitation(letter);
    case "invitation-revoked-inviter-lost-right":
    case "invitation-undeliverable":
    case "acceptance-impossible":
      return prepareNotice(letter);
    case "access-ending":
      return letter.customer ? prepareEnding(letter) : preparePlatformEnding(letter);
    case "approval-wanted":
    case "request-approved":
    case "request-declined":
      return prepareRequest(letter);
    case "project-deletion-requested":
    case "project-deletion-declined":
    case "project-deleted":
      return prepareProjectDeletion(letter);
    case "key-ending":
      return prepareKeyEnding(letter);
    case "keys-revoked":
      return prepareKeysRevoked(letter);
    case "customer-closed":
      return prepareClosed(letter);
    case "identity-added":
      return prepareIdentity(letter);
    default:
      return prepareAccess(letter);
  }
}

async function prepareAccess(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, actor, customer, binding } = read;
  if (!recipient || recipient.status === "disabled" || recipient.status === "deleted")
    return { drop: "the person is gone" };
  if (!customer && letter.customer) return { drop: "the customer is gone" };
  if (recipient.status === "invited" && letter.letter === "access-revoked" && !actor)
    return { drop: "nobody ever came" };
  const about = aboutOf(letter, read);
  const content =
    letter.letter === "access-revoked"
      ? revoked(letter, read, about)
      : accessContent(letter, binding?.roles ?? {}, { ...about, customRoles: read.customRoles });
  if (!content) return { drop: "it has changed meanwhile" };
  if (!(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  return { to: recipient.email, tags: { letter: letter.letter, event: letter.event }, content };
}

/** Who did it, and where. */
const aboutOf = (
  letter: Letter,
  { recipient, actor, customer, project, groupName }: correspondence.Read,
): About => ({
  customer: customer?.displayName ?? "the platform",
  firstName: recipient?.firstName ?? "",
  by: actor ? callerName(actor) : "Usher",
  ...(letter.customerGroup && { customers: groupName ? { group: groupName } : {} }),
  ...(env.signInUrl && { url: env.signInUrl }),
  ...(letter.project && { project: project?.displayName ?? letter.project }),
});

interface About {
  customer: string;
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

/** Who has the customer again has lost the projects only; who has the project again has lost nothing; and whoever lost roles of their own may be let in by others. */
function revoked(
  { lost, project, customerGroup, through }: Letter,
  now: Pick<correspondence.Read, "own" | "letInBy" | "letInFrom" | "binding">,
  about: About,
): LetterContent | undefined {
  const isOfPart = project !== undefined || customerGroup !== undefined;
  if (!lost || (isOfPart && holdsRoles(now.binding))) return undefined;
  const [others, from] = [now.letInBy, now.letInFrom];
  const isIn = now.own !== undefined || (through && others.length + from.length > 0);
  const customer = lost.customer && !isIn;
  if (!customer && lost.count === 0) return undefined;
  const { project: _, ...rest } = about;
  const kept = customer ? { keptThrough: others, keptFrom: from } : {};
  return { ...rest, letter: "access-revoked", lost: { ...lost, customer }, ...kept };
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((role) => other.includes(role));
