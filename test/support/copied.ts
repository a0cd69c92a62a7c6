import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

/** Waits until what a record says stands wherever it is shown or found: what a test writes into it by hand before that would be copied, too. */
export const copied = (key: { pk: string; sk: string }, at?: { dynamodb: string }) =>
  until(async () => !(await tableOf(at).get(key))?.copies, "all copies");
