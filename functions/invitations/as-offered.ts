import { roleOf } from "../../shared/access/decide.ts";
import { env } from "../../shared/env.ts";
import { definitionsOf } from "../../shared/model/custom-role.ts";
import { mostApprovals } from "../../shared/model/gate.ts";
import type { CustomRoles, Level } from "../../shared/model/grant.ts";
import { isBuiltIn } from "../../shared/model/role.ts";
import type { AcceptanceRead } from "../../shared/table/acceptances.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as gates from "../../shared/table/gates.ts";
import type { Opened } from "./opening.ts";

const isGone = "It does not exist any more.";
const isOther = "It gives something else by now than what was agreed to.";
const isWider =
  "It gives more by now than when it was offered, and others have to agree to that: ask for a new invitation.";

/** Why a customer role of the plan cannot be given; undefined of one that can. Nobody gets more of it than others agreed to, or would have to agree to by now. */
export function whyNotOnCustomer(opened: Opened, role: string): string | undefined {
  const { invitation, customRoles: known } = opened;
  const found = roleOf("customer", role, known);
  if (!found) return isGone;
  if (role === "owner" || isBuiltIn("customer", role)) return undefined;
  if (invitation.gives)
    return found.permissions.every((one) => invitation.gives?.includes(one)) ? undefined : isOther;
  return isWiderNow(opened, "customer", role, known) ? isWider : undefined;
}

/** The same of a project role. */
export function whyNotOnProject(
  opened: Opened,
  { projectRoles, ofPlatform }: AcceptanceRead,
  role: string,
): string | undefined {
  const { gives } = opened.invitation;
  const found = roleOf("project", role, projectRoles);
  if (!found) return isGone;
  if (!definitionsOf([role], ofPlatform).every((one) => gives?.includes(one) ?? true))
    return isOther;
  return gives === undefined && isWiderNow(opened, "project", role, projectRoles)
    ? isWider
    : undefined;
}

/** True where more people must agree by now than when it was sent, and the role was made, or came to give more, since then. */
const isWiderNow = (
  opened: Opened,
  level: "customer" | "project",
  role: string,
  known: CustomRoles,
) => takesMore(opened) && isWidened(opened, level, role, known);

const takesMore = ({ invitation: { needed = 1 }, gates }: Opened) =>
  mostApprovals(gates, env.minApprovals) > needed;

function isWidened(
  { invitation }: Opened,
  level: Exclude<Level, "platform">,
  role: string,
  { [level]: own = {} }: CustomRoles,
): boolean {
  const { widenedAt, createdAt = "" } = (Object.hasOwn(own, role) && own[role]) || {};
  return (widenedAt ?? createdAt) > invitation.sentAt;
}

/** Checks that what is given is what was read, and that nobody else has to agree to it meanwhile. */
export function asOffered(
  opened: Opened,
  read: AcceptanceRead,
  given: { roles: readonly string[]; onProjects: readonly string[] },
): Write[] {
  const { invitation, customer, customRoles: known, gates: line } = opened;
  const widened =
    invitation.gives === undefined &&
    (given.roles.some((role) => isWidened(opened, "customer", role, known)) ||
      given.onProjects.some((role) => isWidened(opened, "project", role, read.projectRoles)));
  return [
    ...customRoles.stayAsKnown(given.roles, customer.id, known),
    ...customRoles.mustBeAsRead(read.ofPlatform),
    ...(widened ? gates.askAsMuch(line) : []),
  ];
}
