import { accessLeft } from "./access-left.ts";
import { cascaded } from "./cascaded.ts";
import { toldAccess } from "./cascades.ts";
import type { Kind } from "./kind.ts";
import { mustShowRoles } from "./must-show.ts";
import { leftBelow } from "./project-access.ts";

/** Ends what rested on a person's role on a group of customers: at those in it, and below. */
export const customerGroupRoleLost: Kind = {
  parts: { "project-access": toldAccess, "access-left": accessLeft },
  begin: mustShowRoles,
  next: ({ cursor }, task) => leftBelow(task, cursor),
  finish: cascaded,
};
