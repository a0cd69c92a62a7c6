import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { type Decision, decide } from "../access/decide.ts";
import type { Contract } from "../api/contract.ts";
import { env } from "../env.ts";
import type { StoredAccessRequest } from "../model/access-request.ts";
import { actorOf, type Caller } from "../model/caller.ts";
import type { Event } from "../model/event.ts";
import { gatesFrom, mostApprovals } from "../model/gate.ts";
import { newId } from "../model/id.ts";
import { lazy } from "../model/lazy.ts";
import type { User } from "../model/user.ts";
import type { Write } from "../table/commit.ts";
import * as events from "../table/events.ts";
import type { FactsRead } from "../table/facts.ts";
import * as users from "../table/users.ts";
import type { askedOf } from "./asked.ts";
import type { Idempotency } from "./idempotency.ts";
import { commitFor, type Importing } from "./inner-call.ts";
import { preconditionOf } from "./precondition.ts";
import type { Moment } from "./sign-in.ts";
import type { Spending } from "./spending.ts";
import type { Reconsidered, Request } from "./use-case.ts";
import type { Carrying } from "./waiting.ts";
import type { Setting, Wanted } from "./wanted.ts";

/** One of several goes at the same request. */
export interface Attempt extends Moment {
  spending: Spending;
  /** What others approved, where this carries it out. */
  carrying?: Carrying;
  /** The import of a line that it is part of. */
  importing?: Importing;
  /** What was called before with the same Idempotency-Key, where this reads what that made. */
  repeats?: Contract;
}

// Most deployments never ask for a second person: what that takes is loaded when one does.
const approving = lazy(() => import("./approval.ts"));

const isDryRun = (query: unknown) => (query as { dryRun?: boolean } | undefined)?.dryRun === true;

/** All that is known about a request when its use case begins. */
interface Parts {
  contract: Contract;
  event: APIGatewayProxyEventV2;
  asked: ReturnType<typeof askedOf>;
  found: FactsRead & { caller: Caller | undefined };
  decision: Decision;
  moment: Attempt;
  ahead?: unknown;
  idempotency?: Idempotency | undefined;
  made?: Record<string, string> | undefined;
  /** The call by its name. */
  endpoint: string;
  /** Makes a call in the name of whoever asked for it. */
  carryOut(carrying: Carrying): Promise<boolean>;
  /** Reads what that takes to know about them. */
  readAhead(asked: StoredAccessRequest): Carrying["found"];
  callInside: Request["callInside"];
  warn(sentence: string): void;
}

/** The body as it was sent. */
const textOf = ({ body, isBase64Encoded }: APIGatewayProxyEventV2) =>
  body === undefined || !isBase64Encoded ? body : Buffer.from(body, "base64").toString();

/** What a use case gets to work with. The types of `Request` follow from the contract, which was checked by now. */
export function requestOf(parts: Parts) {
  const { contract, event, found, decision, moment, idempotency } = parts;
  const { params, query, body } = parts.asked;
  const { now, deadline, requestId, spending } = moment;
  const { caller } = found;
  const { importing } = moment;
  const isRehearsal = importing ? importing.isRehearsal : isDryRun(query);
  const isOwn = params.principal !== undefined && params.principal === caller?.id;
  const mustMatch = preconditionOf(contract, event.headers, isOwn);
  const request = {
    params,
    query,
    body,
    decision,
    now,
    deadline,
    requestId,
    ahead: parts.ahead,
    made: parts.made,
    caller,
    reconsider: (more: Reconsidered) =>
      caller ? decide({ ...found, now, principal: caller, ...more }) : decision,
    customerBinding: found.customerBinding,
    projectBinding: found.projectBinding,
    groups: found.groups,
    adminGroups: found.adminGroups,
    customer: found.customer,
    ancestors: found.ancestors.map(({ customer }) => customer.id),
    gate: found.gate,
    owners: found.owners,
    ownersAbove: found.ownersAbove,
    above: found.ancestors,
    book: found.book,
    project: found.project,
    mustMatch,
    spend: (what: string, n: number, limit: number) =>
      spending.take(caller?.id ?? "", what, n, limit, now),
    keep: spending.keep,
    happened: (change: Partial<Event>) => ({
      id: newId("event", now),
      at: now.toISOString(),
      actor: caller && actorOf(caller),
      customerId: found.customer?.id,
      requestId,
      ...(moment.carrying && { accessRequest: moment.carrying.request.id }),
      ...change,
    }),
    carryOut: parts.carryOut,
    readAhead: parts.readAhead,
    callInside: parts.callInside,
    approvalsNeeded: mostApprovals(gatesFrom(found.gate, found.ancestors), env.minApprovals),
    isCarriedOut: moment.carrying !== undefined,
    isImport: importing !== undefined,
    isReplay: moment.repeats !== undefined,
    newcomer: importing?.newcomer,
    makeKnown: (more?: Pick<User, "groups" | "boundOn">) => knownAs(more),
    isRehearsal,
    approval: (wanted: Wanted) => approvalFor(wanted),
    // The key comes first: of two requests with one key the later one is to find it, not what the other made.
    commit: (writes: readonly Write[], made?: Record<string, string>) =>
      commitFor(
        { importing, isRehearsal },
        idempotency && made ? [idempotency.record(made, now), ...writes] : writes,
        deadline,
      ),
  };
  function knownAs(more: Pick<User, "groups" | "boundOn"> = {}): Write[] {
    const user = importing?.newcomer;
    if (!user) return [];
    const event = request.happened({ type: "user.created", subject: user.id }) as Event;
    return [
      ...users.create({ ...user, ...more }, users.addressTaken),
      events.recordOfUser({ ...event, customerId: undefined }),
    ];
  }
  async function approvalFor(wanted: Wanted) {
    const { approvalOf } = await approving();
    return approvalOf(
      {
        ...request,
        caller: caller as Caller,
        carrying: moment.carrying,
        warn: parts.warn,
        // What resumes keeps its own record of what was made.
        commit: (writes, made) => request.commit(writes, contract.resumes ? undefined : made),
        act: importing?.act ?? {
          call: parts.endpoint,
          params,
          body: textOf(event),
          ifMatch: event.headers["if-match"],
          ifNoneMatch: event.headers["if-none-match"],
        },
      } as Setting,
      // What waits is the line, whatever call it makes; whoever it is about becomes known with the request.
      importing ? { ...wanted, act: undefined, meanwhile: () => knownAs() } : wanted,
    );
  }
  return request as unknown as Request<Contract, unknown>;
}
