import { enqueue, type Work } from "../../shared/lambda/work.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as copies from "../../shared/table/copies.ts";
import { indexPhrases } from "./search-phrases.ts";

type Copying = Extract<Work, { copiesOf: string }>;

const stepLasts = 30_000;

/** Copies what lists show of a user or a group to everything they hold, and what they are found by to the search; a step does what it has time for. Whatever changes meanwhile makes the copies stale again. */
export async function copyShown(work: Copying): Promise<void> {
  const { copiesOf: principal, version, step = 0, after } = work;
  const found = await copies.read(principal);
  // A newer record has its copies made by itself, from the beginning.
  if (!found || (after && found.version !== version)) return;
  const until = Date.now() + stepLasts;
  for await (const keys of bindingLists.keysOf(principal, after)) {
    await Promise.all(keys.map((key) => bindings.show(key, found.shown)));
    const last = keys.at(-1);
    if (last && Date.now() > until)
      return goOn({ ...work, version: found.version, step: step + 1, after: last });
  }
  await indexPhrases(principal);
  await copies.markFresh(principal, found);
}

async function goOn(next: Copying & { step: number }): Promise<void> {
  const { copiesOf: principal, version, step } = next;
  await copies.postpone(principal, version, new Date(Date.now() + 4 * stepLasts));
  await enqueue(next, principal, `${principal}.${version}.step.${step}`);
}
