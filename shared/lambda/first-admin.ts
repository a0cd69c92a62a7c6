import { env } from "../env.ts";
import { withPlatformRoles } from "../model/admin.ts";
import type { Event } from "../model/event.ts";
import { newId } from "../model/id.ts";
import type { User } from "../model/user.ts";
import * as admins from "../table/admins.ts";
import { commit, Outdated } from "../table/commit.ts";
import * as events from "../table/events.ts";
import * as users from "../table/users.ts";
import type { Moment } from "./sign-in.ts";

/** False once the platform was seen to have had its first administrator. */
let isWanted = true;

/** Makes whom the deployer named Organization Admin, once and only while the platform never had one. */
export async function appointFirst(
  user: User,
  { now, deadline, requestId }: Moment,
): Promise<User> {
  if (!isWanted || user.platformRoles || user.email !== env.firstAdmin) return user;
  const roles = { "organization-admin": { at: now.toISOString(), by: "deployment" } };
  const appointed = withPlatformRoles(user, roles, now);
  const event: Event = {
    id: newId("event", now),
    at: now.toISOString(),
    type: "platform.admin.added",
    actor: { type: "system", id: "deployment" },
    subject: user.id,
    after: { roles: [{ role: "organization-admin" }] },
    requestId,
  };
  try {
    await commit(
      [
        admins.begin(user.id),
        users.replace(appointed, user.version, now),
        events.recordOfUser({ ...event, settled: { platformRoles: roles } }),
      ],
      deadline,
    );
    return appointed;
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    // There has been one before, or a request at the same time was faster.
    isWanted = false;
    return (await users.byId(user.id)) ?? user;
  }
}
