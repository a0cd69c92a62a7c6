import type { PageQuery } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { blocked, blockersBelow, blockersOf } from "../../shared/table/closing-blockers.ts";
import * as closingCounts from "../../shared/table/closing-counts.ts";
import { begin, statusToClose } from "../../shared/table/closing-start.ts";

/** Customers looked at for one page of what stands in the way below: two requests find 25 of them, two each where each stands below the one before, and one for each counts its things, in four waves. */
const lookedAtMost = 100;

/** Everybody's access ends with this one transaction; what is below is looked at first where it goes along. */
export const run = useCase(api.customers.close, async (request) => {
  const { customer, gate, body, query, mustMatch, decision, caller, now, happened } = request;
  const { confirm, reason, recursive = false } = body;
  if (confirm !== customer.id)
    throw new Refusal("invalid", "Type the customer's id in confirm, exactly as it is.", {
      errors: [{ pointer: "/confirm", message: `must be ${customer.id}` }],
    });
  statusToClose(customer);
  mustMatch(customer.version);
  const blockers = await blockersOf(customer.id, { recursive });
  if (query.dryRun) {
    const [counts, below] = await Promise.all([
      closingCounts.of(customer.id, { recursive }),
      recursive ? pageBelow(customer.id, query) : undefined,
    ]);
    return { dryRun: true, blockers, counts, ...(below && { below }) };
  }
  if (blockers.length > 0) throw blocked(customer.id, blockers, { recursive });
  const allowed = decision.grantOf("customer.delete", "platform.customers.delete");
  const { task, writes } = await begin({
    customer,
    gate,
    recursive,
    reason,
    by: caller.id,
    allowed,
    now,
    happened,
  });
  await request.commit(writes, { operation: operationOf(task.event) });
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});

async function pageBelow(customer: string, { limit, after }: PageQuery) {
  const look = { after, customers: lookedAtMost, blockers: limit };
  const { blockers, looked, next } = await blockersBelow(customer, look);
  const counts = await closingCounts.ofThings(looked);
  return { items: blockers, counts, ...(next !== undefined && { nextCursor: next }) };
}
