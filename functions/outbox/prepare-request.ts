import { env } from "../../shared/env.ts";
import { amongThese } from "../../shared/lambda/approvers.ts";
import type {
  AboutRequest,
  ApprovalWantedLetter,
  LetterContent,
  RequestDecidedLetter,
} from "../../shared/mail/letter.ts";
import {
  invitationOf,
  type StoredAccessRequest,
  stateOf,
} from "../../shared/model/access-request.ts";
import { callerName } from "../../shared/model/caller.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isIn } from "../../shared/model/user.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import { TooEarly } from "../../shared/table/commit.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { askedInWords } from "./asked-in-words.ts";
import type { Prepared } from "./prepare.ts";

/** Mails about requests: to who may decide while they still may, and to whom the outcome concerns. */
export async function prepareRequest(letter: Letter): Promise<Prepared> {
  const [read, request] = await Promise.all([
    correspondence.read(letter),
    accessRequests.byId(letter.customer, letter.request ?? "-"),
  ]);
  const { recipient, actor, customer } = read;
  const isWanted = letter.letter === "approval-wanted";
  if (recipient?.status !== "active") return { drop: "the person is gone" };
  if (!request && correspondence.mayBeEarly(letter)) throw new TooEarly("request");
  if (!request || (letter.customer && !customer)) return { drop: "the request is gone" };
  if (letter.through && !isIn(recipient, letter.through)) return { drop: "out of the group" };
  const email = await addressOf(request);
  if (isWanted && !(await mayStillDecide({ ...request, email }, recipient.id)))
    return { drop: "nothing to decide any more" };
  const about = {
    ...(customer && { customer: customer.displayName }),
    firstName: recipient.firstName,
    by: (await correspondence.nameOf(request.requester.id, letter.customer)) ?? "A former member",
    ...(await whoOf(request, email)),
    what: await askedInWords(request, read.customRoles),
  };
  const content: LetterContent = isWanted
    ? wanted(request, about)
    : outcome(letter, request, { ...about, ...(actor && { decidedBy: callerName(actor) }) });
  return { to: recipient.email, tags: { letter: letter.letter, event: letter.event }, content };
}

const wanted = (
  { id, needed, approvals }: StoredAccessRequest,
  about: AboutRequest,
): ApprovalWantedLetter => ({
  ...about,
  letter: "approval-wanted",
  id,
  needed,
  url: env.signInUrl,
  agreed: approvals.filter(({ counts = true }) => counts).length,
});

const outcome = (
  { letter }: Letter,
  { reason }: StoredAccessRequest,
  about: AboutRequest & Pick<RequestDecidedLetter, "decidedBy">,
): RequestDecidedLetter => ({
  ...about,
  letter: letter === "request-approved" ? "request-approved" : "request-declined",
  ...(reason && { reason }),
});

/** The address that it invites. */
async function addressOf(request: StoredAccessRequest) {
  const id = invitationOf(request);
  if (!id || !request.customer) return undefined;
  return (await invitations.byId(request.customer, id))?.email;
}

async function mayStillDecide(
  request: StoredAccessRequest & { email: string | undefined },
  person: string,
): Promise<boolean> {
  const now = new Date();
  if (stateOf(request, now) !== "pending") return false;
  return (await amongThese([person], request, now)).length > 0;
}

/** The principal as people know it. */
async function whoOf({ principal, customer }: StoredAccessRequest, email: string | undefined) {
  if (email) return { who: email };
  if (!principal) return {};
  const name = await correspondence.nameOf(principal, customer);
  return name ? { who: name } : {};
}
