import { customerRoles, projectRoles } from "../../shared/access/roles.ts";
import { env } from "../../shared/env.ts";
import type { LetterContent } from "../../shared/mail/letter.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { type HeldRoles, isLive } from "../../shared/model/role.ts";
import { nameOf } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import * as rates from "../../shared/table/rates.ts";
import { prepareIdentity } from "./prepare-identity.ts";
import { prepareInvitation } from "./prepare-invitation.ts";
import { prepareNotice } from "./prepare-notice.ts";

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
    case "identity-added":
      return prepareIdentity(letter);
    default:
      return prepareAccess(letter);
  }
}

async function prepareAccess(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, actor, customer, project, binding } = read;
  if (!recipient || recipient.status === "disabled" || recipient.status === "deleted")
    return { drop: "the person is gone" };
  if (!customer) return { drop: "the customer is gone" };
  const about = {
    customer: customer.displayName,
    firstName: recipient.firstName,
    by: actor ? nameOf(actor) : "Usher",
    ...(env.signInUrl && { url: env.signInUrl }),
    ...(letter.project && { project: project?.displayName ?? letter.project }),
  };
  const content = accessContent(letter, binding?.roles ?? {}, about);
  if (!content) return { drop: "it has changed meanwhile" };
  if (!(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  return { to: recipient.email, tags: { letter: letter.letter, event: letter.event }, content };
}

/** Mails that what one person does brings another one a day: more are mischief. */
const mailsADay = 50;

const mayTell = ({ actor, recipient, event }: Letter) =>
  rates.admit(actor, `letters to ${recipient}`, event, mailsADay, new Date());

interface About {
  customer: string;
  firstName: string;
  by: string;
  project?: string;
}

function accessContent(letter: Letter, now: HeldRoles, about: About): LetterContent | undefined {
  const { before = [], after = [], lost, project } = letter;
  if (letter.letter === "access-revoked") return revoked(lost, now, about);
  const held = Object.keys(now).filter((role) => isLive(now[role] ?? {}, new Date()));
  if (held.length === 0 || !isSame(Object.keys(now), after)) return undefined;
  const level = project ? "project" : "customer";
  const roles = held.map((role) => inWords(level, role, now[role]?.expiresAt));
  return letter.letter === "access-granted"
    ? { ...about, letter: "access-granted", roles }
    : {
        ...about,
        letter: "roles-changed",
        before: before.map((role) => inWords(level, role)),
        after: roles,
      };
}

/** Who has the customer again has lost the projects only; who has the project again has lost nothing. */
function revoked(lost: Letter["lost"], now: HeldRoles, about: About): LetterContent | undefined {
  if (!lost) return undefined;
  const { project, ...rest } = about;
  const hasAgain = Object.keys(now).length > 0;
  const customer = lost.customer && !hasAgain;
  if ((project && hasAgain) || (!customer && lost.count === 0)) return undefined;
  return { ...rest, letter: "access-revoked", lost: { ...lost, customer } };
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((role) => other.includes(role));

function inWords(level: "customer" | "project", role: string, until?: string) {
  const roles: Record<string, { name: string }> =
    level === "customer" ? customerRoles : projectRoles;
  return { name: roles[role]?.name ?? role, ...(until && { until }) };
}
