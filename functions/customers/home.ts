import { ownerOf, platform } from "../../shared/model/id.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as things from "../../shared/table/things.ts";

/** The home dashboard that somebody chose belongs to the customer, to one above it, or to the platform. */
export async function homeMustBeOf(
  line: readonly string[],
  chosen: string | null | undefined,
): Promise<void> {
  const dashboard = chosen ? await things.byId(chosen) : undefined;
  if (!chosen || (dashboard && [...line, platform].includes(ownerOf(dashboard)))) return;
  const message = "is no dashboard of the customer, of one above it, or of the platform";
  throw new Refusal("invalid", `/homeDashboardId ${message}.`, {
    errors: [{ pointer: "/homeDashboardId", message }],
  });
}
