import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as copies from "../../shared/table/copies.ts";
import { indexPhrases } from "./search-phrases.ts";

/** Copies what lists show of a user or a group to everything they hold, and what they are found by to the search. Whatever changes meanwhile makes the copies stale again. */
export async function copyShown(principal: string): Promise<void> {
  const found = await copies.read(principal);
  if (!found) return;
  for await (const keys of bindingLists.keysOf(principal))
    await Promise.all(keys.map((key) => bindings.show(key, found.shown)));
  await indexPhrases(principal);
  await copies.markFresh(principal, found);
}
