import { customers as contracts } from "../../../shared/api/customers.ts";
import { mayCall } from "../../../shared/lambda/may-call.ts";
import { actorOf } from "../../../shared/model/caller.ts";
import type { ClosingBlocker } from "../../../shared/model/closing.ts";
import { newId, operationOf } from "../../../shared/model/id.ts";
import { Refusal } from "../../../shared/model/refusal.ts";
import { isUnreadable } from "../../../shared/model/unreadable.ts";
import { blocked, blockersOf } from "../../../shared/table/closing-blockers.ts";
import * as closingLists from "../../../shared/table/closing-lists.ts";
import * as closingStart from "../../../shared/table/closing-start.ts";
import { commit, Outdated } from "../../../shared/table/commit.ts";
import * as facts from "../../../shared/table/facts.ts";
import { pause } from "../../../shared/table/pause.ts";
import type { Work } from "../kind.ts";

type Row = closingLists.UnderWay;

const attempts = 8;

const soon = () => new Date(Date.now() + 8_000);

/** Begins the closing of one among many as a request of whoever asked would now, or has it wait for another one of them; one that is under way goes on. `before` is what it waited for until now. */
export async function begin(id: string, work: Work, before?: Row): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await beginNow(id, work, before);
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) {
        if (before && (error instanceof Refusal || isUnreadable(error)))
          await commit([closingLists.forget(work.operation.id, id)], soon());
        throw error;
      }
      await pause(attempt);
    }
}

async function beginNow(id: string, { operation, task }: Work, before?: Row): Promise<void> {
  const { actor, input, requestId } = task;
  const { reason, recursive } = input as { reason: string; recursive: boolean };
  const now = new Date();
  const read = await facts.read(actor, { customer: id }, [], true);
  const above = read.ancestors.map((one) => one.customer.id);
  const { underWay, closed } = await closingLists.found(operation.id, [id, ...above]);
  if (underWay[0] && !before) return;
  const note = (one: Omit<Row, "customer">) =>
    closingLists.note(operation.id, { customer: id, ...one }, before);
  const other = recursive ? firstOf(underWay.slice(1), before ? [] : closed.slice(1)) : undefined;
  if (other && other.awaits !== before?.awaits) {
    const row = { awaits: other.awaits, isOwn: false, with: other.with ?? other.customer };
    return commit([note(row)], soon());
  }
  const { user, customer, gate } = read;
  if (!user) throw new Refusal("not_found");
  const decision = mayCall(contracts.close, { customer: id }, { ...read, caller: user }, now);
  if (!customer || !gate) throw new Refusal("not_found");
  closingStart.statusToClose(customer);
  const blockers = await blockersOf(id, { recursive });
  const { standing, going } = await sorted(operation.id, blockers, before);
  if (standing.length > 0) throw blocked(id, standing);
  if (going) return commit([note({ awaits: going.awaits, isOwn: false })], soon());
  const { task: own, writes } = await closingStart.begin({
    customer,
    gate,
    recursive,
    reason,
    by: actor,
    now,
    partOf: operation.id,
    allowed: decision.grantOf("customer.delete", "platform.customers.delete"),
    happened: (change) => ({
      id: newId("event", now),
      at: now.toISOString(),
      requestId,
      actor: actorOf({ id: actor }),
      customerId: id,
      ...change,
    }),
  });
  const row = note({ awaits: operationOf(own.event), isOwn: true });
  await commit([...writes, row], soon(), { plansAnew: true });
}

/** The nearest of those above that goes, or went, by the same operation. */
const firstOf = (underWay: readonly (Row | undefined)[], closed: readonly (Row | undefined)[]) =>
  underWay.map((row, i) => row ?? closed[i]).find(Boolean);

/** What stands in the way, and what is on its way out by the same operation. */
async function sorted(operation: string, blockers: readonly ClosingBlocker[], before?: Row) {
  const below = blockers.filter(({ kind }) => kind === "sub-customer").map(({ id }) => id);
  const { underWay } = await closingLists.found(operation, below);
  const going = underWay.filter((row) => row && row.awaits !== before?.awaits);
  const isGoing = ({ kind, id }: ClosingBlocker) =>
    kind === "sub-customer" && going.some((row) => row?.customer === id);
  return { standing: blockers.filter((one) => !isGoing(one)), going: going[0] };
}
