import type { Contract } from "../api/contract.ts";
import { Refusal } from "../model/refusal.ts";
import { etagOf } from "./answer.ts";

const stale = () =>
  new Refusal("stale", "Read it again and repeat your change on the new version.");

const tag = /(?:W\/)?"[\x21\x23-\x7e]*"/;
/** One tag or more; what is empty between commas says nothing (RFC 9110, section 5.6.1). */
const tags = new RegExp(`^[ \\t,]*${tag.source}(?:[ \\t]*,[ \\t,]*${tag.source})*[ \\t,]*$`);

/** What a request says about the version it changes (RFC 9110, section 13.1): `If-Match`, or `If-None-Match: *` where a PUT makes something new. Answers a check of the version there is. */
export function preconditionOf(
  { method, ifMatch }: Contract,
  headers: Record<string, string | undefined>,
  isOwn: boolean,
): (version: number | undefined) => void {
  const match = headers["if-match"];
  const mustBeNew = method === "PUT" && headers["if-none-match"] === "*";
  const isRequired = ifMatch === "required" || (ifMatch === "required of others" && !isOwn);
  if (isRequired && match === undefined && !mustBeNew)
    throw new Refusal(
      "precondition_required",
      "Send If-Match with the ETag of what you read, so that nobody's change is lost.",
    );
  if (match !== undefined && match !== "*" && !tags.test(match))
    throw new Refusal(
      "invalid",
      'If-Match is the ETag of what you read, in its double quotes, such as "3", or *.',
    );
  return (version) => {
    if (mustBeNew && version !== undefined) throw stale();
    if (match === undefined || (match === "*" && version !== undefined)) return;
    if (!match.match(new RegExp(tag, "g"))?.includes(etagOf(version ?? 0))) throw stale();
  };
}
