import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cost } from "./measure.ts";

/** What is checked in: the cost of each call, what its items are for, and why some cost more than the rule. */
export interface Budgets {
  calls: Record<string, Cost>;
  why: Record<string, string>;
  exceptions: Record<string, string>;
}

export const budgetsFile = join(import.meta.dirname, "../budgets.json");

export const readBudgets = (): Budgets => JSON.parse(readFileSync(budgetsFile, "utf8"));
