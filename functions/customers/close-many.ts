import { decide } from "../../shared/access/decide.ts";
import * as api from "../../shared/api/index.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import { operationOf } from "../../shared/model/id.ts";
import { queuedOperation } from "../../shared/model/operation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as closingLists from "../../shared/table/closing-lists.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as facts from "../../shared/table/facts.ts";
import * as openClosings from "../../shared/table/open-closings.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { previewOf } from "./close-many-preview.ts";

/** Closes nothing itself: what may be closed, and by whom, is decided for each customer when its turn comes. */
export const run = useCase(api.customers.closeMany, async (request) => {
  const { caller, body, query, happened, commit } = request;
  const { confirm, reason, recursive = false } = body;
  const ids = [...new Set(body.ids)];
  if (query.dryRun)
    return { dryRun: true, confirm: ids.length, preview: await previewOf(request, ids) };
  if (confirm !== ids.length)
    throw new Refusal("invalid", "Set confirm to the number of different customers in ids.", {
      errors: [{ pointer: "/confirm", message: `must be ${ids.length}` }],
    });
  const event = happened({
    type: "platform.closings.started",
    subject: caller.id,
    reason,
    after: { customers: ids.length },
  });
  const operation = operationOf(event.id);
  const input = { reason, recursive, customers: ids.length };
  const task = taskOf(event, "closings", caller.id, { input });
  await commit(
    [
      events.recordOfUser(event),
      tasks.write(task),
      openClosings.count(caller.id, operation),
      ...closingLists.list(operation, await inTurn(request, ids, recursive)),
    ],
    { operation },
  );
  return { dryRun: false, ...seenOperation(queuedOperation(task)) };
});

type Asking = Request<typeof api.customers.closeMany>;

/** What takes others along comes before them, what they stand in the way of after them. Results come in this order, so it hangs on nothing that the caller may not close. */
async function inTurn(request: Asking, ids: readonly string[], recursive: boolean) {
  // What cannot be read says so when its turn comes, and holds up no other until then.
  const found = await customers.readableOf(ids);
  const paths = new Map(found.map(({ id, path }) => [id, path]));
  const known = new Map<string, Promise<boolean>>();
  const isTheirs = (id: string): Promise<boolean> => {
    const theirs = known.get(id) ?? isTheirsNow(id);
    known.set(id, theirs);
    return theirs;
  };
  // Rights hold on everything below, too.
  const isTheirsNow = async (id: string) =>
    (await theirsAbove(id)).length > 0 || mayClose(request, id);
  const theirsAbove = async (id: string) => {
    const listed = (paths.get(id) ?? []).filter((one) => paths.has(one));
    const theirs = await Promise.all(listed.map(isTheirs));
    return listed.filter((_, i) => theirs[i]);
  };
  const levels = await Promise.all(
    ids.map(async (id) => [id, (await theirsAbove(id)).length] as const),
  );
  const levelOf = new Map(levels);
  const depth = (id: string) => (levelOf.get(id) ?? 0) * (recursive ? 1 : -1);
  return ids.toSorted((one, other) => depth(one) - depth(other));
}

async function mayClose({ caller, decision, now }: Asking, customer: string): Promise<boolean> {
  if (decision.allows("platform.customers.delete")) return true;
  const read = await facts.read(caller.id, { customer });
  return decide({ ...read, now, principal: caller }).allows("customer.delete");
}
