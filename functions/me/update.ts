import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isPatched, patch } from "../../shared/model/patch.ts";
import { seenUser } from "../../shared/model/user.ts";
import * as events from "../../shared/table/events.ts";
import * as users from "../../shared/table/users.ts";

export const run = useCase(
  api.me.update,
  async ({ caller, body, now, mustMatch, happened, commit }) => {
    mustMatch(caller.version);
    if (!isPatched(caller, body)) return seenUser(caller, now);
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
