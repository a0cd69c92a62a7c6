import type { Page } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { mayCall } from "../../shared/lambda/may-call.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { ClosingBlocker } from "../../shared/model/closing.ts";
import type { CustomerToClose } from "../../shared/model/closings.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { isUnreadable } from "../../shared/model/unreadable.ts";
import {
  blocked,
  blockerOf,
  blockersBelow,
  blockersOf,
  listedAtMost,
} from "../../shared/table/closing-blockers.ts";
import * as closingCounts from "../../shared/table/closing-counts.ts";
import { statusToClose } from "../../shared/table/closing-start.ts";
import * as facts from "../../shared/table/facts.ts";
import { standingBelow } from "./close-many-below.ts";

type Asking = Request<typeof api.customers.closeMany>;
type Verdict = CustomerToClose & {
  above: readonly string[];
  /** The customers below it that were looked at. */
  looked?: readonly string[] | undefined;
};

/** Each customer takes some ten requests, and one for each below it: a page of more would keep its caller waiting. */
const pageSize = 25;

/** Customers below each that are looked at: as many in all as one request may name. */
const belowAtMost = 40;

/** What would become of some of many customers if they were closed now, in the order asked. */
export async function previewOf(
  request: Asking,
  ids: readonly string[],
): Promise<Page<CustomerToClose>> {
  const { limit, after = "0" } = request.query;
  const { recursive = false } = request.body;
  const [from, until] = [Number(after), Number(after) + Math.min(limit, pageSize)];
  const listed = new Set(ids);
  const inTheWay = recursive ? furtherDown : rightBelow(listed);
  const known = new Map<string, Promise<Verdict>>();
  const verdictOn = (id: string): Promise<Verdict> => {
    const verdict = known.get(id) ?? verdictOf(id, request, inTheWay);
    known.set(id, verdict);
    return verdict;
  };
  const takenBy = async (above: readonly string[]) => {
    const verdicts = await Promise.all(above.filter((one) => listed.has(one)).map(verdictOn));
    return verdicts.find(({ code }) => code === "deleted")?.id;
  };
  const items = ids.slice(from, until).map(async (id) => {
    const { above, looked, ...verdict } = await verdictOn(id);
    const other = recursive ? await takenBy(above) : undefined;
    if (other !== undefined) return { id, code: "deleted", with: other };
    if (verdict.code !== "deleted") return verdict;
    const [counts, below] = await Promise.all([
      closingCounts.of(id, { recursive }),
      looked && closingCounts.ofThings(looked),
    ]);
    return { ...verdict, counts, ...(below && { below: { counts: below } }) };
  });
  return {
    items: await Promise.all(items),
    ...(until < ids.length && { nextCursor: String(until) }),
  };
}

interface InTheWay {
  blockers: ClosingBlocker[];
  /** How to see what is not listed. */
  rest?: string | undefined;
  /** The customers looked at that would go along. */
  looked?: readonly string[];
}

async function verdictOf(
  id: string,
  { caller, now }: Asking,
  inTheWay: (id: string) => Promise<InTheWay>,
): Promise<Verdict> {
  let above: readonly string[] = [];
  try {
    const read = await facts.read(caller.id, { customer: id });
    above = read.ancestors.map(({ customer }) => customer.id);
    mayCall(api.customers.close, { customer: id }, { ...read, caller }, now);
    if (read.customer) statusToClose(read.customer);
    const [own, { blockers, rest, looked }] = await Promise.all([
      blockersOf(id, { recursive: true }),
      inTheWay(id),
    ]);
    const all = [...own, ...blockers];
    const verdict =
      all.length > 0 ? refused(id, blocked(id, all)) : { id, code: "deleted" as const };
    return { ...verdict, ...(rest !== undefined && { more: true, message: rest }), above, looked };
  } catch (error) {
    if (error instanceof Refusal) return { ...refused(id, error), above };
    if (isUnreadable(error)) return { ...refused(id, unreadable(id)), above };
    throw error;
  }
}

const refused = (id: string, { code, message, details }: Refusal): CustomerToClose => {
  const blockers = details.about?.blockers as ClosingBlocker[] | undefined;
  return { id, code, message, ...(blockers && { blockers }) };
};

const unreadable = (id: string) =>
  new Refusal("internal", `Something stored about ${id} cannot be read. It stays as it is.`);

const rightBelow = (listed: ReadonlySet<string>) => {
  const standing = standingBelow(listed);
  return async (id: string): Promise<InTheWay> => {
    const found = await standing(id);
    const blockers = found.slice(0, listedAtMost).map((child) => blockerOf(id, child));
    if (found.length <= listedAtMost) return { blockers };
    const all = `GET /v1/customers/${id}/sub-customers lists all.`;
    return { blockers, rest: `More than ${listedAtMost} customers stand below it. ${all}` };
  };
};

async function furtherDown(id: string): Promise<InTheWay> {
  const most = { customers: belowAtMost, blockers: listedAtMost };
  const { blockers, looked, next } = await blockersBelow(id, most);
  if (next === undefined) return { blockers, looked };
  const all = `POST /v1/customers/${id}/close?dryRun=true with recursive looks at all, page by page.`;
  return {
    blockers,
    looked,
    rest: `The first ${looked.length} customers below it were looked at. ${all}`,
  };
}
