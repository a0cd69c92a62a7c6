import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { letterOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { identityLimit, seenUser } from "../../shared/model/user.ts";
import * as admins from "../../shared/table/admins.ts";
import * as events from "../../shared/table/events.ts";
import * as letters from "../../shared/table/letters.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";
import { permissionOn } from "./turn.ts";

export const run = useCase(
  api.users.addIdentity,
  {
    ahead: (_, { params, body }) =>
      Promise.all([users.byId(params.user), users.behindIdentity(body)]),
  },
  async (request) => {
    const { ahead, caller, body, decision, now, happened, commit } = request;
    const [user, behind] = ahead;
    if (!user) throw new Refusal("not_found");
    const permission = permissionOn(user, "platform.users.edit", decision);
    if (behind && !behind.endedAt) {
      if (behind.userId === user.id) return seenUser(user, now);
      throw new Refusal("identity_taken", undefined, { about: { user: behind.userId } });
    }
    if (user.identities.length >= identityLimit)
      throw new Refusal("limit_reached", `A person has at most ${identityLimit} sign-ins.`);
    const identity = { ...body, ...(behind?.endedAt && { notBefore: behind.endedAt }) };
    const linked = users.withIdentity(user, identity, now);
    const rolesOf = ({ status, platformRoles = {} }: typeof user) =>
      status === "active" ? platformRoles : {};
    const event = happened({
      type: "user.identity.added",
      subject: user.id,
      after: { issuer: body.issuer },
    });
    await commit([
      users.replace(linked, user.version, now),
      users.addIdentity(identity, user.id),
      ...admins.count(user.id, rolesOf(user), rolesOf(linked)),
      ...rights.stillHeld(caller.id, decision.grantOf(permission), now),
      events.recordOfUser({ ...event, settled: { status: linked.status } }),
      letters.write(letterOf(event, "identity-added", user.id, { version: linked.version })),
    ]);
    return seenUser(linked, now);
  },
);
