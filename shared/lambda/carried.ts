import { mostApprovals } from "../model/gate.ts";
import { Refusal } from "../model/refusal.ts";
import type { Write } from "../table/commit.ts";
import * as gates from "../table/gates.ts";
import type { Carrying } from "./waiting.ts";
import type { Wanted } from "./wanted.ts";

/** What the transaction of an act has to hold that others agreed to. One that means more than when it was asked for was approved by nobody. */
export function carried(carrying: Carrying, wanted: Wanted): Write[] {
  const { request, writes } = carrying;
  const { principal, granting, gives, means = [], claims, alsoAt = [] } = wanted;
  const isAsked = ({ target, role }: Wanted["claims"][number]) =>
    request.claims.some((claim) => claim.target === target && claim.role === role);
  // Who is meant by an address, or by the identifier of a group, may have changed since.
  if (principal !== request.principal || !claims.every(isAsked))
    throw new Refusal(
      "request_lapsed",
      "It would be about something else than what was asked for.",
    );
  // Somebody else's request may have made a first role a further one meanwhile, which takes another right.
  const vouched = request.takes.includes(granting) ? [] : carrying.vouch(granting);
  if (!vouched)
    throw new Refusal(
      "request_lapsed",
      `This now takes ${granting}, which somebody who agreed does not have.`,
    );
  const beyond = [...gives, ...means].filter((one) => !request.gives.includes(one));
  if (beyond.length > 0)
    throw new Refusal(
      "request_lapsed",
      `It would give more by now than what was asked for: ${beyond.join(", ")}.`,
    );
  const needed = mostApprovals(alsoAt, 1);
  if (needed > request.needed)
    throw new Refusal("request_lapsed", `By now ${needed} people must agree. Ask anew.`);
  carrying.isTaken = true;
  return [...writes, ...vouched, ...gates.askAsMuch(alsoAt)];
}
