import { env } from "../../shared/env.ts";
import type { ProjectDeletionLetter } from "../../shared/mail/letter.ts";
import { callerName } from "../../shared/model/caller.ts";
import { operationOf } from "../../shared/model/id.ts";
import type { Letter } from "../../shared/model/outbox.ts";
import { isLive } from "../../shared/model/role.ts";
import { isAvailable } from "../../shared/model/user.ts";
import * as correspondence from "../../shared/table/correspondence.ts";
import { mayTell } from "./may-tell.ts";
import type { Prepared } from "./prepare.ts";

/** A mail about the deletion of a project, as long as it is as the mail says. */
export async function prepareProjectDeletion(letter: Letter): Promise<Prepared> {
  const read = await correspondence.read(letter);
  const { recipient, actor, customer } = read;
  if (!recipient || !isAvailable(recipient)) return { drop: "the person is gone" };
  if (!customer) return { drop: "the customer is gone" };
  const found = asItIs(letter, read);
  if (!found) return { drop: "it has changed meanwhile" };
  const isRequest = letter.letter === "project-deletion-requested";
  if (isRequest && !(await mayTell(letter)))
    return { drop: "the actor had this person told often enough today" };
  const { requester } = letter;
  const byOther = requester !== undefined && requester !== recipient.id;
  return {
    to: recipient.email,
    tags: { letter: letter.letter, event: letter.event },
    content: {
      customer: customer.displayName,
      firstName: recipient.firstName,
      ...found,
      by: actor ? callerName(actor) : env.brandName,
      ...(byOther && {
        requester: (await correspondence.nameOf(requester, customer.id)) ?? "a former member",
      }),
    },
  };
}

/** What it says, read from the table: of a pending deletion only to whom it took access, of one that was declined only while the project stays. */
function asItIs(
  letter: Letter,
  { recipient, project, ...access }: correspondence.Read,
): Pick<ProjectDeletionLetter, "letter" | "project" | "reason" | "regains"> | undefined {
  const { letter: kind, event, requester, reason } = letter;
  if (kind === "project-deletion-requested") {
    const { operation, reason } = project?.deletion ?? {};
    if (!project || !hasAccess(access) || operation !== operationOf(event)) return undefined;
    return { letter: kind, project: project.displayName, reason };
  }
  if (kind === "project-deletion-declined") {
    const stays = project?.status === "active" && project.createdAt < letter.createdAt;
    const regains = hasAccess(access);
    const asked = requester === recipient?.id;
    if (!stays || !(regains || asked)) return undefined;
    return { letter: kind, project: project.displayName, reason, regains };
  }
  return { letter: "project-deleted", project: letter.lost?.projects[0] ?? "" };
}

/** True of whoever the project would let in at this instant if it were not about to be deleted. */
const hasAccess = ({ kept, isLetIn }: Pick<correspondence.Read, "kept" | "isLetIn">): boolean =>
  isLetIn && Object.values(kept?.roles ?? {}).some((role) => isLive(role, new Date()));
