import type { Page } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { mayCall } from "../../shared/lambda/may-call.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { ClosingBlocker } from "../../shared/model/closing.ts";
import type { CustomerToClose } from "../../shared/model/closings.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { blocked, blockersOf } from "../../shared/table/closing-blockers.ts";
import * as closingCounts from "../../shared/table/closing-counts.ts";
import { statusToClose } from "../../shared/table/closing-start.ts";
import * as facts from "../../shared/table/facts.ts";

type Asking = Request<typeof api.customers.closeMany>;
type Verdict = CustomerToClose & { above: readonly string[] };

/** Each customer takes some ten requests: a page of more would keep its caller waiting. */
const pageSize = 25;

/** What would become of some of many customers if they were closed now, in the order asked. */
export async function previewOf(
  request: Asking,
  ids: readonly string[],
): Promise<Page<CustomerToClose>> {
  const { limit, after = "0" } = request.query;
  const { recursive = false } = request.body;
  const [from, until] = [Number(after), Number(after) + Math.min(limit, pageSize)];
  const listed = new Set(ids);
  const known = new Map<string, Promise<Verdict>>();
  const verdictOn = (id: string): Promise<Verdict> => {
    const verdict = known.get(id) ?? verdictOf(id, request, listedGoing);
    known.set(id, verdict);
    return verdict;
  };
  const listedGoing = async (some: readonly string[]) => {
    const asked = some.filter((id) => listed.has(id));
    const verdicts = await Promise.all(asked.map(verdictOn));
    return new Set(verdicts.flatMap(({ id, code }) => (code === "deleted" ? id : [])));
  };
  const items = ids.slice(from, until).map(async (id) => {
    const { above, ...verdict } = await verdictOn(id);
    const taking = recursive ? await listedGoing(above) : new Set<string>();
    const other = above.find((one) => taking.has(one));
    if (other !== undefined) return { id, code: "deleted", with: other };
    if (verdict.code !== "deleted") return verdict;
    return { ...verdict, counts: await closingCounts.of(id, { recursive }) };
  });
  return {
    items: await Promise.all(items),
    ...(until < ids.length && { nextCursor: String(until) }),
  };
}

async function verdictOf(
  id: string,
  { caller, now, body: { recursive = false } }: Asking,
  listedGoing: (some: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<Verdict> {
  const read = await facts.read(caller.id, { customer: id });
  const above = read.ancestors.map(({ customer }) => customer.id);
  try {
    mayCall(api.customers.close, { customer: id }, { ...read, caller }, now);
    if (read.customer) statusToClose(read.customer);
    const found = await blockersOf(id, { recursive });
    const below = found.filter(({ kind }) => kind === "sub-customer");
    const going = await listedGoing(below.map((one) => one.id));
    const blockers = found.filter(
      ({ id: one, kind }) => kind !== "sub-customer" || !going.has(one),
    );
    if (blockers.length > 0) throw blocked(id, blockers);
    return { id, code: "deleted", above };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const blockers = error.details.about?.blockers as ClosingBlocker[] | undefined;
    return { id, code: error.code, message: error.message, ...(blockers && { blockers }), above };
  }
}
