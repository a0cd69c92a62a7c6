import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import { type Decision, decide } from "../access/decide.ts";
import { type Contract, contractFor, type Page } from "../api/contract.ts";
import type { StoredAccessRequest } from "../model/access-request.ts";
import { Refusal } from "../model/refusal.ts";
import * as facts from "../table/facts.ts";
import { success } from "./answer.ts";
import { askedOf } from "./asked.ts";
import { type Bearer, bearerOf, factsOf, whoIs, whoOf } from "./caller.ts";
import { sealCursor } from "./cursor.ts";
import { idempotencyOf } from "./idempotency.ts";
import { importerOf, innerAnswerOf } from "./inner-call.ts";
import { mayCall, mustBeThere } from "./may-call.ts";
import { whileOutdated } from "./outdated.ts";
import { parseParams } from "./parse.ts";
import { readable } from "./readable.ts";
import { asReplay, readableBy, replaying, replayOf, rereading } from "./replay.ts";
import { type Attempt, requestOf } from "./request.ts";
import { type Endpoint, endpointNamed } from "./routes.ts";
import type { Load } from "./serve.ts";
import { createSpending } from "./spending.ts";
import type { Request, Who } from "./use-case.ts";
import { type Carrying, callOf, Waiting, waitingAnswer, withWarning } from "./waiting.ts";
import { wordingOf } from "./wording.ts";

z.config({ localeError: wordingOf });

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
  const { contract } = await load(endpoint);
  const isOpen = contract.allows === "anyone";
  const bearer = isOpen ? undefined : await bearerOf(event.headers.authorization, began);
  const spending = createSpending();
  const attemptNow = () =>
    attemptOnce(endpoint, event, load, bearer, { now: new Date(), deadline, requestId, spending });
  try {
    return readable(await whileOutdated(attemptNow, deadline));
  } catch (error) {
    // Why it was refused matters more than the count.
    if (error instanceof Refusal) await spending.keep(0).catch(() => {});
    throw error;
  }
}

async function attemptOnce(
  endpoint: Endpoint,
  event: APIGatewayProxyEventV2,
  load: Load,
  bearer: Bearer | undefined,
  moment: Attempt,
): Promise<APIGatewayProxyStructuredResultV2> {
  const useCase = await load(endpoint);
  const contract = contractFor(useCase.contract, event.pathParameters?.things);
  const warnings: string[] = [];
  const more = {
    endpoint: endpoint.name,
    warn: (sentence: string) => void warnings.push(sentence),
    carryOut: (carrying: Carrying) => carryOutAs(carrying, load, moment),
    readAhead: (asked: StoredAccessRequest) => readAheadFor(asked, load, moment),
    callInside: insideOf(load, moment),
  };
  const params = parseParams(contract, event);
  const asked = askedOf(contract, event, params);
  if (!bearer) {
    const found = { ...(await facts.read(undefined, {})), caller: undefined };
    const request = requestOf({
      contract,
      event,
      asked,
      found,
      decision: nothing,
      moment,
      ...more,
    });
    return success(contract, await useCase.run(request), moment.requestId);
  }
  const who = await whoIs(bearer, moment);
  const withOwners = contract.method !== "GET" || useCase.withOwners === true;
  const ahead = async (caller: Who) => useCase.ahead?.(caller, asked);
  const idempotency = idempotencyOf(contract, event, params, who.id);
  const early = ahead(who);
  // Its refusal waits until it is known whether the caller may ask at all.
  early.catch(() => {});
  // What was read ahead is about the call that was approved; a line of an import makes another one.
  const readAhead = moment.importing ? undefined : moment.carrying?.found;
  const found = await (readAhead ??
    factsOf(bearer, moment, params, idempotency?.keys ?? [], withOwners));
  const done = idempotency?.previous(found.more[0], moment.now);
  const made = done?.made;
  const replays = replaying(contract, params, made);
  if (done && replays) {
    const again = rereading(event, done);
    const repeating = { ...moment, repeats: contract };
    const answer = await attemptOnce(endpointNamed(replays), again, load, bearer, repeating);
    return replayOf(contract, done, answer);
  }
  const takes = useCase.takes?.(await early.catch(() => undefined));
  const decision = mayCall(readableBy(contract, moment), params, found, moment.now, takes);
  const caller = whoOf(found.caller);
  const isWho = who.id === caller.id && who.email === caller.email;
  const request = requestOf({
    contract,
    event,
    asked,
    found,
    decision,
    moment,
    idempotency,
    ahead: await (isWho ? early : ahead(caller)),
    made,
    ...more,
  });
  mustBeThere(contract, params, found);
  try {
    const result = goingOn(contract, event, await useCase.run(request));
    const answer = withWarning(
      success(contract, result, moment.requestId, event.queryStringParameters),
      warnings,
    );
    return made ? asReplay(contract, answer) : answer;
  } catch (error) {
    if (error instanceof Waiting) return waitingAnswer(error, moment.now, moment.requestId);
    throw error;
  }
}

/** A page, or an answer with one in it, with the cursor that goes on after it. */
function goingOn(contract: Contract, event: APIGatewayProxyEventV2, result: unknown): unknown {
  const { previews } = contract;
  const inner = previews && (result as Record<string, unknown>)[previews];
  if (previews && inner) {
    const { previews: _, ...rest } = contract;
    const page = goingOn({ ...rest, lists: true }, event, inner);
    return { ...(result as object), [previews]: page };
  }
  const { nextCursor } = (contract.lists ? result : {}) as Partial<Page<unknown>>;
  return nextCursor === undefined
    ? result
    : { ...(result as object), nextCursor: sealCursor(nextCursor, contract, event) };
}

/** Makes the call that was approved, as if whoever asked for it made it now; false when it left nothing to change. */
async function carryOutAs(carrying: Carrying, load: Load, moment: Attempt): Promise<boolean> {
  const { act } = carrying.request;
  const endpoint = endpointNamed(act.call);
  const going = { ...carrying };
  const standIn = standInOf(carrying.request);
  await attemptOnce(endpoint, callOf(act), load, standIn, { ...moment, carrying: going });
  return going.isTaken === true;
}

const standInOf = ({ requester, key }: StoredAccessRequest) => ({ standsFor: requester.id, key });

/** Reads ahead what `attemptOnce` reads of such a call; what cannot be found out is said when it is made. */
function readAheadFor(asked: StoredAccessRequest, load: Load, moment: Attempt) {
  const endpoint = endpointNamed(asked.act.call);
  const read = async () => {
    const useCase = await load(endpoint);
    const params = parseParams(contractFor(useCase.contract, undefined), callOf(asked.act));
    return factsOf(standInOf(asked), moment, params, [], true);
  };
  const found = read();
  found.catch(() => {});
  return found;
}

/** Makes a call for a line of an import, with all that holds for calls: each starts over by itself when what it read is outdated. */
const insideOf =
  (load: Load, moment: Attempt): Request["callInside"] =>
  (caller, { call, ...asked }, importing) =>
    whileOutdated(async () => {
      const body = asked.body === undefined ? "" : JSON.stringify(asked.body);
      const event = callOf({ params: {}, ...asked, body });
      const { carrying } = moment;
      // What one try took along is written by none when another one finds nothing to change.
      const going = carrying && { ...carrying };
      const attempt = {
        ...moment,
        now: new Date(),
        importing,
        ...(going && { carrying: going }),
      };
      const endpoint = endpointNamed(call);
      const answer = await attemptOnce(endpoint, event, load, importerOf(caller), attempt);
      if (carrying && going?.isTaken) carrying.isTaken = true;
      return innerAnswerOf(answer);
    }, moment.deadline);

const nothing: Decision = decide({ now: new Date(0), principal: { id: "", status: "deleted" } });
