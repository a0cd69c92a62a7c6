import type { StoredAccessRequest } from "../../shared/model/access-request.ts";
import type { Refusal } from "../../shared/model/refusal.ts";

/** Why what was agreed to cannot be carried out, for people who did not make the call that was refused. */
export function lapseReasonOf(
  { code, message }: Refusal,
  { act, asks }: Pick<StoredAccessRequest, "act" | "asks">,
): string {
  if (code === "forbidden") return `Whoever asked may not do it any more. ${message}`;
  if (code === "no_customer_access")
    return "Whoever it is about has no access to the customer any more.";
  if (code !== "not_found") return message;
  return act.kind === "move" && typeof asks.parentId === "string"
    ? `${asks.parentId}, below which it was to stand, is closed by now, or whoever asked may not see it any more.`
    : "What it is about is gone by now, or whoever asked may not see it any more.";
}
