import { consumeQueue } from "../shared/lambda/consume.ts";
import type { Work } from "../shared/lambda/work.ts";
import "../shared/table/client.ts";

/** Does one bounded step of long work and asks for the next. */
export const handler = consumeQueue<Work>(async (work) => {
  if ("operation" in work) {
    const { step } = await import("./outbox/step.ts");
    return step(work.operation, work.step);
  }
  if ("copiesOf" in work) {
    const { copyShown } = await import("./outbox/copies.ts");
    return copyShown(work);
  }
  const { findMember } = await import("./outbox/search-phrases.ts");
  return findMember(work);
});
