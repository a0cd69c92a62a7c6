import { consumeQueue } from "../shared/lambda/consume.ts";
import type { Work } from "../shared/lambda/work.ts";
import { copyShown } from "./outbox/copies.ts";
import { findMember } from "./outbox/search-phrases.ts";
import { step } from "./outbox/step.ts";

/** Does one bounded step of long work and asks for the next. */
export const handler = consumeQueue<Work>((work) => {
  if ("operation" in work) return step(work.operation, work.step);
  return "copiesOf" in work ? copyShown(work.copiesOf) : findMember(work);
});
