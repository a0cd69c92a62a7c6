import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { invitedUser, seenUser } from "../../shared/model/user.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";

export const run = useCase(api.users.create, async (request) => {
  const { caller, body, decision, now, happened, commit } = request;
  const user = invitedUser(body, now);
  await commit(
    [
      ...users.create(user, users.addressTaken),
      ...rights.stillHeld(caller.id, decision.grantOf("platform.users.create"), now),
      events.recordOfUser(happened({ type: "user.created", subject: user.id })),
    ],
    { user: user.id },
  );
  return seenUser(user, now);
});
