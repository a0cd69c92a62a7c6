import { setTimeout as wait } from "node:timers/promises";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { type Decision, decide } from "../access/decide.ts";
import { levelOf, type Permission } from "../access/permissions.ts";
import type { Contract, Page } from "../api/contract.ts";
import { type Caller, isApiUser } from "../model/caller.ts";
import { Refusal } from "../model/refusal.ts";
import { Outdated } from "../table/commit.ts";
import type { FactsRead } from "../table/facts.ts";
import * as facts from "../table/facts.ts";
import { success } from "./answer.ts";
import { askedOf } from "./asked.ts";
import { type Bearer, bearerOf, factsOf, whoIs, whoOf } from "./caller.ts";
import { sealCursor } from "./cursor.ts";
import { idempotencyOf } from "./idempotency.ts";
import { parseParams } from "./parse.ts";
import { type Attempt, requestOf } from "./request.ts";
import { type Endpoint, endpointNamed } from "./routes.ts";
import type { Load } from "./serve.ts";
import { createSpending } from "./spending.ts";
import type { Who } from "./use-case.ts";

/** Time after which a request gives up on others who change the same thing. */
const patience = 8_000;

/** Who is calling, may they, parse, idempotency, use case, answer. */
export async function perform(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  load: Load,
  requestId: string,
) {
  const began = new Date();
  const deadline = new Date(began.getTime() + patience);
  const isOpen = endpoint.contract.allows === "anyone";
  const [bearer] = await Promise.all([
    isOpen ? undefined : bearerOf(event.headers.authorization, began),
    // A first time it is read while the issuer answers with its keys.
    load(endpoint.noun, endpoint.verb),
  ]);
  const spending = createSpending();
  const attemptNow = () =>
    attemptOnce(endpoint, event, load, bearer, { now: new Date(), deadline, requestId, spending });
  try {
    return await whileOutdated(attemptNow, deadline);
  } catch (error) {
    // Why it was refused matters more than the count.
    if (error instanceof Refusal) await spending.keep(0).catch(() => {});
    throw error;
  }
}

/** Starts over when what was read turned out to be outdated, until the deadline. */
async function whileOutdated<T>(attemptNow: () => Promise<T>, deadline: Date): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptNow();
    } catch (error) {
      if (!(error instanceof Outdated)) throw error;
      const pause = Math.random() * Math.min(800, 25 * 2 ** attempt);
      if (Date.now() + pause > deadline.getTime())
        throw new Refusal(
          "unavailable",
          "Others are changing the same thing. Try again in a moment.",
        );
      await wait(pause);
    }
  }
}

async function attemptOnce(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  load: Load,
  bearer: Bearer | undefined,
  moment: Attempt,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { contract, noun, verb } = endpoint;
  const params = parseParams(contract, event);
  const asked = askedOf(contract, event, params);
  const useCase = await load(noun, verb);
  if (!bearer) {
    const found = { ...(await facts.read(undefined, {})), caller: undefined };
    const request = requestOf({ contract, event, asked, found, decision: nothing, moment });
    return success(contract, await useCase.run(request), moment.requestId);
  }
  const who = await whoIs(bearer, moment);
  const withOwners = contract.method !== "GET" || useCase.withOwners === true;
  const ahead = async (caller: Who) => useCase.ahead?.(caller, asked);
  const idempotency = idempotencyOf(contract, event, params, who.id);
  const early = ahead(who);
  // Its refusal waits until it is known whether the caller may ask at all.
  early.catch(() => {});
  const found = await factsOf(bearer, moment, params, idempotency?.keys ?? [], withOwners);
  const made = idempotency?.previous(found.more[0], moment.now);
  if (made && contract.replays) {
    const again = { ...event, pathParameters: { ...event.pathParameters, ...made } };
    const reading = endpointNamed(contract.replays);
    return asReplay(contract, await attemptOnce(reading, again, load, bearer, moment));
  }
  const decision = mayCall(contract, params, found, moment.now);
  const caller = whoOf(found.caller);
  const isWho = who.id === caller.id && who.email === caller.email;
  const request = requestOf({
    ...{ contract, event, asked, found, decision, moment, idempotency },
    ahead: await (isWho ? early : ahead(caller)),
    made,
  });
  const result = goingOn(contract, event, await useCase.run(request));
  const answer = success(contract, result, moment.requestId);
  return made ? asReplay(contract, answer) : answer;
}

/** A page with the cursor that goes on after it. */
function goingOn(contract: Contract, event: APIGatewayProxyEventV2, result: unknown) {
  const { nextCursor } = (contract.lists ? result : {}) as Partial<Page<unknown>>;
  return nextCursor === undefined
    ? result
    : { ...(result as object), nextCursor: sealCursor(nextCursor, contract, event) };
}

/** The answer to a repeated request: what the first one made, as it is now, with the first one's status. */
const asReplay = (contract: Contract, answer: APIGatewayProxyStructuredResultV2) => ({
  ...answer,
  statusCode: contract.status ?? 200,
  headers: { ...answer.headers, "idempotent-replayed": "true" },
});

const nothing: Decision = decide({ now: new Date(0), principal: { id: "", status: "deleted" } });

const lacking = (anyOf: readonly Permission[]) =>
  new Refusal("forbidden", `This takes the permission ${anyOf.join(" or ")}.`);

function keepForPeople({ keptForPeople }: Contract, caller: Caller): void {
  if (keptForPeople && isApiUser(caller))
    throw new Refusal("forbidden", "This is kept for people: no API key does it.");
}

/** 404 for what the caller may not know of, 403 for what they may see but not do. */
function mayCall(
  contract: Contract,
  params: Record<string, string>,
  found: FactsRead & { caller: Caller },
  now: Date,
): Decision {
  keepForPeople(contract, found.caller);
  const decision = decide({ ...found, now, principal: found.caller });
  if (contract.allows === "anyone" || contract.allows === "signed-in") return decision;
  if (params.customer === undefined) {
    if (!decision.allows(...contract.allows)) throw lacking(contract.allows);
    return decision;
  }
  const onPlatform = contract.allows.filter((permission) => levelOf(permission) === "platform");
  if (found.customer && decision.allows(...onPlatform)) return decision;
  if (!decision.allows("customer.view")) throw new Refusal("not_found");
  if (params.project && !(found.project && decision.allows("project.view")))
    throw new Refusal("not_found");
  if (!decision.allows(...contract.allows)) throw lacking(contract.allows);
  if (found.customer?.status === "disabled" && contract.method !== "GET" && !contract.whenDisabled)
    throw new Refusal("customer_disabled");
  return decision;
}
