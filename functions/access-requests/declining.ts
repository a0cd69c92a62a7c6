import { lacking } from "../../shared/access/need.ts";
import { amongThese } from "../../shared/lambda/approvers.ts";
import type { AccessRequest, StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Deciding } from "./deciding.ts";
import { end } from "./ending.ts";
import { mustBeOpen } from "./known.ts";

/** Whoever could agree may decline, also when it is about themselves. */
export async function decline(
  deciding: Deciding,
  found: StoredAccessRequest | undefined,
  reason: string | undefined,
): Promise<AccessRequest> {
  const { caller, now } = deciding;
  const open = mustBeOpen(found, now);
  const { customer, takes } = open;
  const asAnybody = { customer, takes, excluded: [], principal: undefined, email: undefined };
  const [allowed] = await amongThese([caller.id], asAnybody, now);
  if (!allowed) throw lacking(takes, deciding.decision, takes);
  return end(deciding, open, "declined", reason);
}
