import type { ClosingBlocker } from "../model/closing.ts";
import { Refusal } from "../model/refusal.ts";
import * as projects from "./projects.ts";
import * as subCustomers from "./sub-customers.ts";

/** Something that must be gone before a customer may be closed. */
interface Blocking {
  /** True of what is closed along where everything below goes, too. */
  goesAlong?: boolean;
  /** The first of them, as they are now. */
  find(customer: string): Promise<ClosingBlocker[]>;
}

/** Blockers of a kind that are listed at most. */
const listed = 100;

/** Everything that stands in the way: whatever else must be gone first registers itself here. */
const blocking: readonly Blocking[] = [
  {
    find: async (customer) => {
      const { items } = await projects.notDeleted(customer, { limit: listed });
      const path = `/v1/customers/${customer}/projects`;
      return items.map(({ id, status }) => ({
        ...{ kind: "project" as const, customer, id, status, link: `${path}/${id}` },
      }));
    },
  },
  {
    goesAlong: true,
    find: async (customer) => {
      const found = await subCustomers.notDeleted(customer, listed);
      return found.map(({ id, status }) => ({
        ...{ kind: "sub-customer" as const, customer, id, status, link: `/v1/customers/${id}` },
      }));
    },
  },
];

/** All that stands in the way of closing one customer, of every kind the first hundred. */
export async function blockersOf(
  customer: string,
  { recursive = false }: { recursive?: boolean | undefined },
): Promise<ClosingBlocker[]> {
  const asked = blocking.filter(({ goesAlong }) => !(goesAlong && recursive));
  return (await Promise.all(asked.map(({ find }) => find(customer)))).flat();
}

/** What is said of one blocker. */
export const sentenceOf = ({ kind, id, status, link }: ClosingBlocker) =>
  kind === "project"
    ? `The project ${id} is ${status === "active" ? "not deleted" : "about to be deleted, and not gone yet"}: ${link}`
    : `${id} stands below it. Close it first, or close both with recursive: ${link}`;

/** The refusal that lists all of them. */
export const blocked = (customer: string, blockers: readonly ClosingBlocker[]) =>
  new Refusal("blocked", `${customer} cannot be closed yet. blockers lists what is in the way.`, {
    about: { blockers },
  });
