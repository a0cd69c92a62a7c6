// Bundles keep in one file what performing and every use case take.
import "./perform.ts";
import type { Decision } from "../access/decide.ts";
import type { Facts } from "../access/paths.ts";
import type { Answer, Body, Contract, Params, Query } from "../api/contract.ts";
import type { StoredAccessRequest } from "../model/access-request.ts";
import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import type { Caller } from "../model/caller.ts";
import type { RoleBook } from "../model/custom-role.ts";
import type { StoredCustomer } from "../model/customer.ts";
import type { Event } from "../model/event.ts";
import type { Gate } from "../model/gate.ts";
import type { Owners } from "../model/owners.ts";
import type { StoredProject } from "../model/project.ts";
import type { User } from "../model/user.ts";
import type { Write } from "../table/commit.ts";
import type { FactsRead } from "../table/facts.ts";
import type { GroupHoldings } from "../table/group-holdings.ts";
import type { Importing, InnerAnswer, InnerCall } from "./inner-call.ts";
import type { Carrying } from "./waiting.ts";
import type { Wanted } from "./wanted.ts";

/** Who is calling, before anything was read about them. */
export interface Who {
  id: string;
  email: string;
}

/** What may be known of the target besides. */
export type Reconsidered = Pick<
  Facts,
  "hasLiveOwner" | "customRoles" | "project" | "projectBinding" | "groups"
>;

type Has<
  C extends Contract,
  Name extends string,
  T,
> = C["path"] extends `${string}{${Name}}${string}` ? T : undefined;
type Calling<C extends Contract> = C["allows"] extends "anyone"
  ? undefined
  : C["keptForPeople"] extends true
    ? User
    : Caller;

/** What a use case works with: the checked request, what was read to decide on it, and how to change things. */
export interface Request<C extends Contract = Contract, Ahead = undefined> {
  params: Params<C>;
  query: Query<C>;
  body: Body<C>;
  /** Who calls: a person, or an API user where the contract lets it. */
  caller: Calling<C>;
  /** What they may do on what the path names. */
  decision: Decision;
  /** The decision again, knowing more about the target. */
  reconsider(more: Reconsidered): Decision;
  /** The caller's own roles on the customer of the path. */
  customerBinding: CustomerBinding | undefined;
  projectBinding: ProjectBinding | undefined;
  /** What the groups of the caller hold there. */
  groups: GroupHoldings;
  /** What groups of the platform that the caller is in hold there. */
  adminGroups: NonNullable<Facts["adminGroups"]>;
  customer: Has<C, "customer", StoredCustomer>;
  /** The customers above that of the path, the nearest first. */
  ancestors: readonly string[];
  gate: Has<C, "customer", Gate>;
  owners: Has<C, "customer", Owners>;
  /** Where changes are: the places for owners of the customers above, the nearest first. */
  ownersAbove: readonly Owners[];
  /** The customers above, the nearest first, and what the caller holds there. */
  above: FactsRead["ancestors"];
  /** The roles that the customer defines, in changes. */
  book: RoleBook | undefined;
  project: Has<C, "project", StoredProject>;
  ahead: Ahead;
  /** What the first request with this Idempotency-Key began, when this one repeats it. */
  made: Record<string, string> | undefined;
  now: Date;
  deadline: Date;
  requestId: string;
  /** Refuses when the caller changes another version than the one there is. */
  mustMatch(version: number | undefined): void;
  /** Counts against a limit of the caller's day: once, however often the request starts over, and not when it is refused. */
  spend(what: string, n: number, limit: number): Promise<void>;
  /** Gives back what was counted beyond this. */
  keep(used: number): Promise<void>;
  /** The record of a change by the caller at the customer of the path. */
  happened(
    change: Pick<Event, "type" | "subject"> & Partial<Event>,
  ): Event & { customerId: string };
  /** What the transaction has to hold of an act after which somebody may do more. Where more people must agree, the act is recorded and goes no further: the answer is 202. */
  approval(wanted: Wanted): Promise<Write[]>;
  /** How many people must agree there before somebody may do more. */
  approvalsNeeded: number;
  /** True of the call that was approved, while it is made. */
  isCarriedOut: boolean;
  /** Makes the call that was approved, in the name of whoever asked; false when it left nothing to change. */
  carryOut(carrying: Carrying): Promise<boolean>;
  /** Reads what making that call takes to know about whoever asked, and where. */
  readAhead(asked: StoredAccessRequest): Carrying["found"];
  /** Makes a call that a line of an import stands for, in the name of whoever imports. */
  callInside(caller: Caller, call: InnerCall, importing: Importing): Promise<InnerAnswer>;
  /** True of a call that a line of an import makes. */
  isImport: boolean;
  /** True where it answers whoever repeats the request that made this. */
  isReplay: boolean;
  /** Whom a line of an import is about, where nobody knows them yet. */
  newcomer: User | undefined;
  /** Makes them known, as whoever they are by what else is written. */
  makeKnown(more?: Pick<User, "groups" | "boundOn">): Write[];
  /** True where everything is judged and nothing is to be written. */
  isRehearsal: boolean;
  /** Writes all or nothing, with what a repeated Idempotency-Key needs: the ids of what was made. */
  commit(writes: readonly Write[], made?: Record<string, string>): Promise<void>;
}

/** What a request says, checked as it is looked at. */
export interface Asked<C extends Contract> {
  readonly params: Params<C>;
  readonly query: Query<C>;
  readonly body: Body<C>;
}

interface Options<C extends Contract, Ahead> {
  /** Reads what hangs on the caller and the request alone, at the same time as everything about the caller. */
  ahead?: (who: Who, asked: Asked<C>) => Promise<Ahead>;
  /** All that this very call takes, by what was read ahead; a refusal names what is missing. */
  takes?: (ahead: Ahead) => readonly string[] | undefined;
  /** Has the customer's owners and gate read along; every change has them anyway. */
  withOwners?: boolean;
}

export interface UseCase<C extends Contract = Contract, Ahead = unknown> extends Options<C, Ahead> {
  contract: C;
  run(request: Request<C, Ahead>): Promise<Answer<C>>;
}

type Run<C extends Contract, Ahead> = (request: Request<C, Ahead>) => Promise<Answer<C>>;

/** What happens when a contract is called. */
export function useCase<C extends Contract>(contract: C, run: Run<C, undefined>): UseCase<C>;
export function useCase<C extends Contract, Ahead = undefined>(
  contract: C,
  options: Options<C, Ahead>,
  run: Run<C, Ahead>,
): UseCase<C>;
export function useCase(contract: Contract, ...rest: unknown[]): unknown {
  const [options, run] = rest.length === 1 ? [{}, rest[0]] : rest;
  return { contract, ...(options as object), run };
}

/** An answer that is not JSON. */
export interface Page {
  page: string;
  headers?: Record<string, string>;
}
