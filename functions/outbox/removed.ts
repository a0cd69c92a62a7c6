import { liveIn } from "../../shared/model/held-place.ts";
import { isGroupId } from "../../shared/model/id.ts";
import type { HeldRoles } from "../../shared/model/role.ts";
import { namedAtMost } from "./losses.ts";

/** A binding that a cascade removes: enough to find it again, and to tell it from a later one. */
export interface Removed {
  principal: string;
  customer: string;
  project: string;
  projectKey: string;
  under: string;
  /** What a group held there, of the first that its members are told of. */
  roles?: readonly string[];
}

/** What is kept of one of several bindings to be removed. */
export const removedOf = (
  {
    principal,
    customer,
    project,
    projectKey,
    under,
    roles,
  }: Omit<Removed, "roles"> & { roles: HeldRoles },
  i: number,
): Removed => ({
  principal,
  customer,
  project,
  projectKey,
  under,
  ...(i < namedAtMost && isGroupId(principal) && { roles: liveIn(roles, new Date()) }),
});
