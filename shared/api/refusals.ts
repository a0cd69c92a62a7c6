import { type RefusalCode, refusalCodes } from "../model/refusal.ts";
import type { Contract } from "./contract.ts";

const ofWaiting = ({ mayWait }: Contract): RefusalCode[] =>
  mayWait ? ["request_open", "request_lapsed", "limit_reached"] : [];

const ofSigningIn: RefusalCode[] = [
  "unauthenticated",
  "email_unverified",
  "email_claimed",
  "user_disabled",
  "user_deleted",
];

/** Every refusal that an endpoint may answer with: its own, and those that follow from its form. */
export function refusalsOf(contract: Contract) {
  const { allows, refuses = [], body, ifMatch, replays, path } = contract;
  const may = allows !== "anyone" && allows !== "signed-in";
  const codes = new Set<string>([
    ...refuses,
    ...ofWaiting(contract),
    "invalid",
    "internal",
    "unavailable",
  ]);
  if (allows !== "anyone") for (const code of ofSigningIn) codes.add(code);
  if (may || contract.keptForPeople) codes.add("forbidden");
  if (path.includes("{")) codes.add("not_found");
  if (may && contract.method !== "GET") codes.add("customer_disabled").add("customer_closing");
  if (body) codes.add("too_large").add("unsupported_media_type");
  if (ifMatch) codes.add("stale");
  if (ifMatch && ifMatch !== "honoured") codes.add("precondition_required");
  if (replays || contract.resumes) codes.add("idempotency_key_reused");
  return refusalCodes.filter((code) => codes.has(code));
}
