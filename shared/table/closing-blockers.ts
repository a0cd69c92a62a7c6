import type { ClosingBlocker } from "../model/closing.ts";
import { Refusal } from "../model/refusal.ts";
import { type Child, descendantsOf, firstChildren } from "./children.ts";
import * as projects from "./projects.ts";

/** Something that must be gone before a customer may be closed. */
interface Blocking {
  /** The first of them, as they are now. */
  find(customer: string): Promise<ClosingBlocker[]>;
}

/** The same where it is a customer's own: it stands in the way even if everything below goes along. */
interface Own extends Blocking {
  /** Those of some customers that have any, for one request a hundred. */
  among(customers: readonly string[]): Promise<string[]>;
}

/** Blockers of a kind that are listed at most. */
export const listedAtMost = 100;

/** Customers of which it is asked in one go whether they have any. */
const atOnce = 25;

/** What is said of a customer that stands right below another. */
export const blockerOf = (customer: string, { id, status }: Child): ClosingBlocker => ({
  kind: "sub-customer",
  customer,
  id,
  link: `/v1/customers/${id}`,
  ...(status && { status }),
});

/** Everything of a customer's own that stands in the way: whatever else must be gone first registers itself here. */
const own: readonly Own[] = [
  {
    find: async (customer) => {
      const { items } = await projects.notDeleted(customer, { limit: listedAtMost });
      const path = `/v1/customers/${customer}/projects`;
      return items.map(({ id, status }) => ({
        kind: "project" as const,
        customer,
        id,
        status,
        link: `${path}/${id}`,
      }));
    },
    among: projects.having,
  },
];

/** What is closed along where everything below goes, too. */
const below: Blocking = {
  find: async (customer) => {
    const found = await firstChildren(customer, listedAtMost);
    return found.map((child) => blockerOf(customer, child));
  },
};

/** All that stands in the way of closing one customer, of every kind the first hundred. */
export async function blockersOf(
  customer: string,
  { recursive = false }: { recursive?: boolean | undefined },
): Promise<ClosingBlocker[]> {
  const asked = recursive ? own : [...own, below];
  return (await Promise.all(asked.map(({ find }) => find(customer)))).flat();
}

/** Those of some customers that have nothing of their own in the way. */
export async function unblocked(customers: readonly string[]): Promise<ReadonlySet<string>> {
  const having = await Promise.all(own.map(({ among }) => among(customers)));
  const blocked = new Set(having.flat());
  return new Set(customers.filter((one) => !blocked.has(one)));
}

/** How far to look below a customer: from after the last one seen, at so many of them, until so many blockers are found. */
interface Look {
  after?: string | undefined;
  customers: number;
  blockers: number;
}

/** What stands in the way of closing what is below a customer, in the order in which the closing looks, and at one customer all of it; `looked` says at which, `next` where it goes on when there is more to look at. */
export async function blockersBelow(top: string, { after, ...most }: Look) {
  const blockers: ClosingBlocker[] = [];
  const looked: string[] = [];
  let last = after;
  for await (const ways of someOf(descendantsOf(top, after?.split("/")))) {
    const free = await unblocked(ways.map(lowest));
    for (const way of ways) {
      const isFull = looked.length === most.customers || blockers.length >= most.blockers;
      if (isFull) return { blockers, looked, next: last };
      const customer = lowest(way);
      if (!free.has(customer)) blockers.push(...(await blockersOf(customer, { recursive: true })));
      looked.push(customer);
      last = way.join("/");
    }
  }
  return { blockers, looked, next: undefined };
}

const lowest = (way: readonly string[]) => way.at(-1) as string;

async function* someOf<T>(all: AsyncIterable<T>): AsyncGenerator<T[]> {
  let some: T[] = [];
  for await (const one of all) {
    some.push(one);
    if (some.length < atOnce) continue;
    yield some;
    some = [];
  }
  yield some;
}

/** What is said of one blocker. */
export const sentenceOf = ({ kind, id, status, link }: ClosingBlocker) =>
  kind === "project"
    ? `The project ${id} is ${status === "active" ? "not deleted" : "about to be deleted, and not gone yet"}: ${link}`
    : `${id} stands below it. Close it first, or close both with recursive: ${link}`;

/** The refusal that lists all of them, or says where the rest is listed. */
export const blocked = (
  customer: string,
  blockers: readonly ClosingBlocker[],
  { recursive = false } = {},
) =>
  new Refusal(
    "blocked",
    `${customer} cannot be closed yet. blockers lists what is in the way${isFull(blockers) ? `: of the customers below it the first ${listedAtMost}, and /v1/customers/${customer}/sub-customers all` : ""}.${recursive ? " A dry run lists what is in the way below it, too." : ""}`,
    { about: { blockers } },
  );

const isFull = (blockers: readonly ClosingBlocker[]) =>
  blockers.filter(({ kind }) => kind === "sub-customer").length >= listedAtMost;
