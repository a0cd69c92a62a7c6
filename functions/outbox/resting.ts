import * as bindingLists from "../../shared/table/binding-lists.ts";
import type { AccessLeft } from "./access-left.ts";

/** The project access that rests, or rested, on customer access, in the order of the projects; after one of them. */
export async function* resting(
  { principal, customer, since }: Omit<AccessLeft, "id">,
  after?: string,
) {
  let last = after;
  do {
    const page = await bindingLists.firstRestingOn(principal, customer, since, { after: last });
    yield* page;
    last = page.at(-1)?.project;
  } while (last !== undefined);
}
