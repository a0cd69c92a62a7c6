import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { isPatched, patch } from "../../shared/model/patch.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { seenUser } from "../../shared/model/user.ts";
import * as events from "../../shared/table/events.ts";
import * as users from "../../shared/table/users.ts";
import { permissionOn, userOf } from "./turn.ts";

export const run = useCase(api.users.update, { ahead: userOf }, async (request) => {
  const { ahead: user, body, decision, now, mustMatch, happened, commit } = request;
  if (!user) throw new Refusal("not_found");
  permissionOn(user, "platform.users.edit", decision);
  mustMatch(user.version);
  if (!isPatched(user, body)) return seenUser(user, now);
  const changed = {
    ...patch(user, body),
    updatedAt: now.toISOString(),
    version: user.version + 1,
  };
  const after = { fields: Object.keys(body) };
  await commit([
    users.replace(changed, user.version, now),
    events.recordOfUser(happened({ type: "user.updated", subject: user.id, after })),
  ]);
  return seenUser(changed, now);
});
