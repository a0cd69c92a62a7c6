import { enqueue, groupOf } from "../../../shared/lambda/work.ts";
import * as operations from "../../../shared/table/operations.ts";

/** Has the operation that closes many customers look which of them are closed by now. */
export async function wakeWhole(operation: string, by: string): Promise<void> {
  const { operation: whole } = await operations.withTask(operation);
  if (whole?.state !== "running") return;
  const { id, steps, version } = whole;
  await enqueue({ operation: id, step: steps }, groupOf(whole), `${id}.${version}.${by}`);
}
