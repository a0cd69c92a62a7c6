import type { Explanation } from "../model/access.ts";
import { levels } from "../model/grant.ts";
import { isGroupId } from "../model/id.ts";
import { appoints, decide, permissionsOf } from "./decide.ts";
import { setGiving } from "./own-permissions.ts";
import { type Facts, failed, isHalted, type Path, pathsOf } from "./paths.ts";
import type { Permission } from "./permissions.ts";
import { placesOf } from "./places.ts";
import { builtInRoles } from "./roles.ts";

/** Why somebody may do something there, or what comes closest to it. Total, like the decision that it explains. */
export function explain(facts: Facts, permission: Permission): Explanation {
  const { customer, project, customRoles } = facts;
  const allowed = decide(facts).allows(permission);
  const gives = (path: Path) =>
    permissionsOf(path, customRoles).includes(permission) ||
    (permission === "customer.owners.manage" && appoints(path, facts));
  const found = pathsOf(facts).filter(gives);
  const isStopped = isHalted(facts, permission);
  const paths = isStopped ? failed(found, "project_pending_deletion") : found;
  const shown = ({
    failing: _,
    restsOn: __,
    ended: ___,
    line: [heldOn = customer?.id] = [],
    ...path
  }: Path) => ({
    ...path,
    ...(path.level !== "platform" && { customer: heldOn }),
    ...(path.level === "project" && { project: project?.id }),
  });
  return {
    allowed,
    ways: paths.filter(({ failing }) => !failing).map(shown),
    failing: paths.flatMap((path) =>
      path.failing
        ? [
            {
              ...shown(path),
              because: path.failing,
              ...(path.ended && { ended: shown(path.ended) }),
            },
          ]
        : [],
    ),
    missing: paths.length > 0 ? [] : whatGives(permission, facts),
  };
}

/** An API user holds no roles, and no group is an owner. */
function whatGives(permission: Permission, facts: Facts) {
  const { principal, customRoles = {} } = facts;
  if ("permissions" in principal) return setGiving(principal, permission, placesOf(facts));
  const isHeldByGroups = (role: string) => role !== "owner" || !isGroupId(principal.id);
  return levels.flatMap((level) =>
    Object.keys({ ...builtInRoles[level], ...(level !== "platform" && customRoles[level]) })
      .filter(isHeldByGroups)
      .filter((role) => permissionsOf({ level, role }, customRoles).includes(permission))
      .map((role) => ({ level, role })),
  );
}
