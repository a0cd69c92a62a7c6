import * as api from "../../shared/api/index.ts";
import type { Asking } from "../../shared/lambda/elsewhere.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seesThingsOf } from "../../shared/lambda/visible-things.ts";
import { ownerOf, platform } from "../../shared/model/id.ts";
import { isPatched, patch } from "../../shared/model/patch.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { seenUser } from "../../shared/model/user.ts";
import * as events from "../../shared/table/events.ts";
import * as things from "../../shared/table/things.ts";
import * as users from "../../shared/table/users.ts";

export const run = useCase(
  api.me.update,
  async ({ caller, body, now, mustMatch, happened, commit }) => {
    mustMatch(caller.version);
    if (!isPatched(caller, body)) return seenUser(caller, now);
    const { homeDashboardId } = body;
    if (homeDashboardId) await mustBeSeen(homeDashboardId, { caller, now });
    const changed = {
      ...patch(caller, body),
      updatedAt: now.toISOString(),
      version: caller.version + 1,
    };
    const after = { fields: Object.keys(body) };
    await commit([
      users.replace(changed, caller.version, now),
      events.recordOfUser(happened({ type: "user.updated", subject: caller.id, after })),
    ]);
    return seenUser(changed, now);
  },
);

/** A home dashboard is the platform's, or one that the caller may see. */
async function mustBeSeen(id: string, asking: Asking): Promise<void> {
  const dashboard = await things.byId(id);
  const owner = dashboard && ownerOf(dashboard);
  if (owner === platform || (owner && (await seesThingsOf(owner, asking)))) return;
  throw new Refusal("invalid", "There is no such dashboard, or you may not see it.", {
    errors: [{ pointer: "/homeDashboardId", message: "is no dashboard that you may see" }],
  });
}
