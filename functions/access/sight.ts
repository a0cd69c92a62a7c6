import type { Facts } from "../../shared/access/paths.ts";
import { showProjects } from "../../shared/access/permissions.ts";
import { perObject } from "../../shared/model/per-object.ts";
import { decisionOn } from "./deciding.ts";

/** What shows projects everywhere: what is done with them for the platform, or checking anybody's access. */
const everywhere = /^platform\.((projects|project-management|quotas|tenants)\.|access\.check$)/;

/** Whether somebody may know of a project, or that there is none: by what they may do there, or by a role on that very project, whether it counts or not. */
export const knowsProject = perObject((facts: Facts): boolean => {
  const { project, groups = [] } = facts;
  const held = [facts, ...groups].map(({ projectBinding }) => projectBinding?.projectKey);
  const permissions = [...decisionOn(facts).permissions.keys()];
  return (
    (project !== undefined && held.includes(project.key)) ||
    showProjects(permissions) ||
    permissions.some((permission) => everywhere.test(permission))
  );
});
