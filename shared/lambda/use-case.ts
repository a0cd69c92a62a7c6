import type { Decision } from "../access/decide.ts";
import type { Answer, Body, Contract, Params, Query } from "../api/contract.ts";
import type { Customer } from "../model/customer.ts";
import type { Event } from "../model/event.ts";
import type { Gate } from "../model/gate.ts";
import type { Owners } from "../model/owners.ts";
import type { Project } from "../model/project.ts";
import type { User } from "../model/user.ts";
import type { Write } from "../table/commit.ts";

/** Who is calling, before anything was read about them. */
export interface Who {
  id: string;
  email: string;
}

type Has<
  C extends Contract,
  Name extends string,
  T,
> = C["path"] extends `${string}{${Name}}${string}` ? T : undefined;
type Known<C extends Contract, T> = C["allows"] extends "anyone" ? undefined : T;

/** What a use case works with: the checked request, what was read to decide on it, and how to change things. */
export interface Request<C extends Contract = Contract, Ahead = undefined> {
  params: Params<C>;
  query: Query<C>;
  body: Body<C>;
  /** The person who calls. */
  caller: Known<C, User>;
  /** What they may do on what the path names. */
  decision: Decision;
  customer: Has<C, "customer", Customer>;
  gate: Has<C, "customer", Gate>;
  owners: Has<C, "customer", Owners>;
  project: Has<C, "project", Project>;
  ahead: Ahead;
  now: Date;
  deadline: Date;
  requestId: string;
  /** Refuses when the caller changes another version than the one there is. */
  mustMatch(version: number | undefined): void;
  /** The record of a change by the caller at the customer of the path. */
  happened(
    change: Pick<Event, "type" | "subject"> & Partial<Event>,
  ): Event & { customerId: string };
  /** Writes all or nothing, with what a repeated Idempotency-Key needs: the ids of what was made. */
  commit(writes: readonly Write[], made?: Record<string, string>): Promise<void>;
}

export interface UseCase<C extends Contract = Contract, Ahead = unknown> {
  contract: C;
  run(request: Request<C, Ahead>): Promise<Answer<C>>;
  ahead?: ((who: Who) => Promise<Ahead>) | undefined;
}

/** What happens when a contract is called. `ahead` reads what hangs on the caller alone, at the same time as the caller. */
export const useCase = <C extends Contract, Ahead = undefined>(
  contract: C,
  run: UseCase<C, Ahead>["run"],
  ahead?: UseCase<C, Ahead>["ahead"],
): UseCase<C, Ahead> => ({ contract, run, ahead });

/** An answer that is not JSON. */
export interface Page {
  page: string;
  headers?: Record<string, string>;
}
