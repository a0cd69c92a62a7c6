import type { AccessRequest, StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Caller } from "../../shared/model/caller.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Deciding } from "./deciding.ts";
import { end } from "./ending.ts";
import { mustBeOpen } from "./known.ts";

/** Only who asked takes a request back; whoever may not see it learns of none. */
export async function withdraw(
  deciding: Deciding<Caller>,
  found: StoredAccessRequest | undefined,
  maySeeAll: boolean,
): Promise<AccessRequest> {
  const isTheirs = found?.requester.id === deciding.caller.id;
  if (!isTheirs && !maySeeAll) throw new Refusal("not_found");
  const open = mustBeOpen(found, deciding.now);
  if (!isTheirs)
    throw new Refusal("forbidden", "Only who asked takes a request back. Decline it instead.");
  return end(deciding, open, "withdrawn");
}
