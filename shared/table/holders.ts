import type { CustomerBinding } from "../model/binding.ts";
import * as bindingLists from "./binding-lists.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import type { Page, PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** What somebody holds at each of several customers. */
export type Holder = readonly CustomerBinding[];

/** Who holds something at one of several customers: customer by customer, each where they are met first, with all that they hold at them. A page may be short. */
export async function ofPlaces(
  places: readonly string[],
  { limit, after = "" }: PageOptions,
): Promise<Page<Holder>> {
  const [place = "", last] = after.split("/");
  const met: CustomerBinding[] = [];
  let next = Math.max(places.indexOf(place), 0);
  let from = places.includes(place) ? last : undefined;
  for (; next < places.length && met.length < limit; next++, from = undefined) {
    const options = { limit: limit - met.length, ...(from && { after: from }) };
    const page = await bindingLists.onCustomer(places[next] as string, options);
    met.push(...page.items);
    if (page.nextCursor) break;
  }
  const end = met.at(-1);
  const items = await heldBy(met, places);
  return {
    items,
    ...(end && next < places.length && { nextCursor: `${end.customer}/${end.principal}` }),
  };
}

async function heldBy(met: readonly CustomerBinding[], places: readonly string[]) {
  const found = await getMany(
    met.flatMap(({ principal }) =>
      places.map((customer) => keys["customer binding"]({ principal, customer })),
    ),
  );
  return met.flatMap(({ customer }, i) => {
    const held = found
      .slice(i * places.length, (i + 1) * places.length)
      .flatMap((item) => bindings.parse(item) ?? []);
    return held[0]?.customer === customer ? [held] : [];
  });
}
