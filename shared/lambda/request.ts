import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Decision, decide, type Facts } from "../access/decide.ts";
import type { Contract } from "../api/contract.ts";
import type { Event } from "../model/event.ts";
import { newId } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { commit } from "../table/commit.ts";
import type { FactsRead } from "../table/facts.ts";
import { etagOf } from "./answer.ts";
import type { askedOf } from "./asked.ts";
import type { Idempotency } from "./idempotency.ts";
import type { Moment } from "./sign-in.ts";
import type { Request } from "./use-case.ts";

/** All that is known about a request when its use case begins. */
interface Parts {
  contract: Contract;
  event: APIGatewayProxyEventV2;
  asked: ReturnType<typeof askedOf>;
  found: FactsRead;
  decision: Decision;
  moment: Moment;
  ahead?: unknown;
  idempotency?: Idempotency | undefined;
  made?: Record<string, string> | undefined;
}

/** What a use case gets to work with. The types of `Request` follow from the contract, which was checked by now. */
export function requestOf(parts: Parts) {
  const { contract, event, found, decision, moment, idempotency } = parts;
  const { params, query, body } = parts.asked;
  const { now, deadline, requestId } = moment;
  const ifMatch = event.headers["if-match"];
  if (contract.ifMatch === "required" && ifMatch === undefined)
    throw new Refusal(
      "precondition_required",
      "Send If-Match with the ETag of what you read, so that nobody's change is lost.",
    );
  const request = {
    ...{
      params,
      query,
      body,
      decision,
      now,
      deadline,
      requestId,
      ahead: parts.ahead,
      made: parts.made,
    },
    caller: found.user,
    reconsider: (more: Pick<Facts, "hasLiveOwner">) =>
      found.user ? decide({ ...found, now, principal: found.user, ...more }) : decision,
    customerBinding: found.customerBinding,
    projectBinding: found.projectBinding,
    customer: found.customer,
    gate: found.gate,
    owners: found.owners,
    project: found.project,
    mustMatch: (version: number | undefined) => {
      if (ifMatch === undefined || (ifMatch === "*" && version !== undefined)) return;
      if (ifMatch !== etagOf(version ?? 0))
        throw new Refusal("stale", "Read it again and repeat your change on the new version.");
    },
    happened: (change: Partial<Event>) => ({
      id: newId("event", now),
      at: now.toISOString(),
      actor: { type: "user", id: found.user?.id },
      customerId: found.customer?.id,
      requestId,
      ...change,
    }),
    commit: (writes: Parameters<typeof commit>[0], made?: Record<string, string>) =>
      commit(idempotency && made ? [...writes, idempotency.record(made, now)] : writes, deadline),
  };
  return request as unknown as Request<Contract, unknown>;
}
