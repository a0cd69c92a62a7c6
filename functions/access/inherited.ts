import { permissionsOf } from "../../shared/access/decide.ts";
import { type Path, pathsOf } from "../../shared/access/paths.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { definedIn } from "../../shared/model/custom-role.ts";
import type { CustomRoles } from "../../shared/model/grant.ts";
import type { AccessHolder, GivenRole } from "../../shared/model/held-access.ts";
import { platform } from "../../shared/model/id.ts";
import { principalOf } from "../../shared/model/member.ts";
import { isLive } from "../../shared/model/role.ts";
import * as accessFacts from "../../shared/table/access-facts.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as principals from "../../shared/table/principals.ts";

interface Place {
  /** The customer and those above it, the nearest first. */
  line: readonly [string, ...string[]];
  project?: string;
}

/** Why something that is stored gives nobody access, ended or not. */
const uncounted = ["left_over", "customer_closed", "project_pending_deletion"];

/** Everything that gives one principal access to a customer, or to one of its projects, wherever it comes from. */
export async function allAlong(
  principal: string,
  { line, project }: Place,
  now: Date,
): Promise<AccessHolder[]> {
  const [customer] = line;
  const [known, factsAt] = await Promise.all([
    principals.shownAs([principal]),
    accessFacts.read([{ principal, customer, project }]),
  ]);
  const [facts] = factsAt(now);
  const one = known.get(principal);
  const isOfElsewhere = one?.owner !== undefined && ![...line, platform].includes(one.owner);
  if (!one || !facts || isOfElsewhere) return [];
  const paths = pathsOf(facts).filter(
    ({ level, failing = "" }) => level !== "platform" && !uncounted.includes(failing),
  );
  const own = paths.filter(({ level }) => level === "project");
  const further = paths
    .filter(({ level }) => level === "customer")
    .filter((path) => !project || givesSight(path, facts.customRoles));
  const roles = [...own, ...further].map((path) => givenBy(path, { line, project }, now));
  return [{ id: principal, principal: principalOf(principal, one.shown), roles }];
}

const sights: readonly Permission[] = ["project.view", "customer.projects.view"];

const givesSight = (role: Pick<Path, "level" | "role">, known: CustomRoles | undefined) =>
  permissionsOf(role, known).some((one) => sights.includes(one));

/** A way to a role, as lists show it. */
function givenBy(
  { level, role, at, by, expiresAt, request, through, customerGroup, line: [heldOn] = [] }: Path,
  { line: [customer], project }: Pick<Place, "line"> & { project?: string | undefined },
  now: Date,
): GivenRole {
  const isElsewhere = level === "customer" && (project || customerGroup || heldOn !== customer);
  return {
    role,
    state: isLive({ expiresAt }, now) ? "active" : "expired",
    at,
    by,
    ...(expiresAt && { expiresAt }),
    ...(request && { request }),
    ...(through && { through }),
    ...(isElsewhere && heldOn && { customer: heldOn }),
    ...(customerGroup && { customerGroup }),
  };
}

/** Those of some holders whose customer roles let them see every project there, with nothing else. */
export async function seeingProjects(
  holders: readonly AccessHolder[],
  [customer, ...above]: Place["line"],
): Promise<AccessHolder[]> {
  const books = await customRoles.readAt([customer, ...above]);
  const known = definedIn(
    books.get(customer),
    undefined,
    above.flatMap((one) => books.get(one) ?? []),
  );
  return holders.map((holder) => ({
    ...holder,
    roles: holder.roles.filter(
      (one) => !one.customer || givesSight({ level: "customer", role: one.role }, known),
    ),
  }));
}
