import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { levelsAtMost, placed } from "./place.ts";

/** How many customers stand right below a new one, by the levels of customers below each of them. */
export const noneBelow: readonly number[] = Array.from({ length: levelsAtMost - 1 }, () => 0);

/** The levels of customers below one, by what stands right below it. */
export const heightOf = (below: readonly number[]) => below.findLastIndex((n) => n > 0) + 1;

/** A customer's status, its place among the others and today's mails, small enough to be read with everything below it and checked in every write that hands out power. */
export const Gate = lazy(() =>
  z.object({
    customer: z.string(),
    status: z.enum(["active", "disabled", "checking", "deleting", "deleted"]),
    day: z.string(),
    mails: z.int(),
    /** People who must agree before somebody may do more; 1 is whoever acts. */
    minApprovals: z._default(z.int(), 1),
    /** True once two people could have agreed to one request: from then on nobody decides alone. */
    hadTwo: z._default(z.boolean(), false),
    ...placed(),
    /** Levels of customers below this one that are not deleted. */
    height: z._default(z.int(), 0),
    /** How many of them stand right below this one, by the levels below each: none, one, and so on. */
    below: z._default(z.array(z.int()), [...noneBelow]),
    /** How many customers ever came to stand right below this one. */
    arrivals: z._default(z.int(), 0),
  }),
);
export type Gate = z.infer<ReturnType<typeof Gate>>;

/** How many must agree at a customer, and where it stands. */
export type Asks = Pick<Gate, "customer" | "minApprovals" | "parentId">;

/** A customer's gate and those of the customers above it, the nearest first; none is the platform. */
export const gatesFrom = (gate: Gate | undefined, ancestors: readonly { gate: Gate }[]): Gate[] =>
  gate ? [gate, ...ancestors.map((one) => one.gate)] : [];

/** People who must agree there: as many as any of the customers asks for, and never fewer than these. */
export const mostApprovals = (gates: readonly Pick<Gate, "minApprovals">[], atLeast: number) =>
  Math.max(atLeast, ...gates.map(({ minApprovals }) => minApprovals));

/** Invitation mails a day, for each customer and for each person. */
export const mailsPerDay = 1000;
