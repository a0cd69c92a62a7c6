import { type Looking, visible } from "../../shared/lambda/visible-things.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Thing } from "../../shared/model/thing.ts";

/** The refusal of what a view cannot show. */
export const unseen = () =>
  new Refusal("invalid", "There is no such device or asset for you to show.", {
    errors: [{ pointer: "/thing", message: "is no device or asset that you may see" }],
  });

/** A view with the attributes that it shows, as they are now: none outside its time, or of what is gone or out of sight. */
export async function withSight(view: Thing, owner: string, looking: Looking): Promise<Thing> {
  const { thing = "", shows = [], from = "", until } = view;
  const now = looking.now.toISOString();
  if (!thing || now < from || (until !== undefined && now >= until))
    return { ...view, attributes: {} };
  const shown = (await visible([thing], owner, looking)).get(thing)?.attributes ?? {};
  const known = shows.filter((name) => Object.hasOwn(shown, name));
  return { ...view, attributes: Object.fromEntries(known.map((name) => [name, shown[name]])) };
}
