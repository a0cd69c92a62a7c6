import type { Facts } from "../../shared/access/paths.ts";
import { decisionOn } from "./deciding.ts";

/** Whoever may do something with projects may know which there are; who checks anybody's access, too. */
const sights =
  /^(project|customer\.projects|platform\.(projects|project-management|quotas|tenants))\.|^platform\.access\.check$/;

/** Whether somebody may know of a project, or that there is none: by what they may do there, or by a role on that very project, whether it counts or not. */
export function knowsProject(facts: Facts): boolean {
  const { project, groups = [] } = facts;
  const held = [facts, ...groups].map(({ projectBinding }) => projectBinding?.projectKey);
  return (
    (project !== undefined && held.includes(project.key)) ||
    [...decisionOn(facts).permissions.keys()].some((permission) => sights.test(permission))
  );
}
