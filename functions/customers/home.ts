import type { Asking } from "../../shared/lambda/elsewhere.ts";
import { seesThingsOf } from "../../shared/lambda/visible-things.ts";
import { ownerOf, platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as things from "../../shared/table/things.ts";

/** Whose dashboards may be chosen besides the platform's. */
interface Line {
  own?: string;
  above?: readonly string[];
}

/** The home dashboard that somebody chooses belongs to the customer, to one above it where they may see it, or to the platform. */
export async function homeMustBeOf(
  { own, above = [] }: Line,
  chosen: string | null | undefined,
  asking: Asking,
): Promise<void> {
  if (!chosen) return;
  const dashboard = await things.byId(chosen);
  const owner = dashboard && ownerOf(dashboard);
  if (owner === platform || (owner && owner === own)) return;
  if (owner && above.includes(owner) && (await seesThingsOf(owner, asking))) return;
  const message =
    "is no dashboard of the customer, of the platform, or that you may see of a customer above";
  throw new Refusal("invalid", `/homeDashboardId ${message}.`, {
    errors: [{ pointer: "/homeDashboardId", message }],
  });
}
