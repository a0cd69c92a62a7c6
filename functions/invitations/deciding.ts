import type { Decision } from "../../shared/access/decide.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { hasLiveOwner, type Owners } from "../../shared/model/owners.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";

type Asking = Pick<Request, "decision" | "reconsider" | "ancestors" | "now">;

/** The places for owners of the customer and of those above it, the nearest first. */
export const placesOf = ({
  owners,
  ownersAbove,
}: {
  owners: Owners;
  ownersAbove: readonly Owners[];
}): Owners[] => [owners, ...ownersAbove];

/** The roles that may be offered: those of the customers above, too. */
export const rolesAt = ({ decision, ancestors }: Pick<Asking, "decision" | "ancestors">) =>
  customRoles.withAbove(decision.customRoles, ancestors);

/** What whoever asks may do, knowing those roles and whether there is a live owner, here or above. */
export const decisionOf = (
  { reconsider, now }: Asking,
  customRolesHere: Decision["customRoles"],
  places: readonly Owners[],
  active: ReadonlySet<string>,
): Decision =>
  reconsider({
    hasLiveOwner: hasLiveOwner(places, active, now),
    customRoles: customRolesHere,
  });
