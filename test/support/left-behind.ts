import { expect } from "vitest";
import { aKey, anApiUser, anInvitation, type Person } from "./given.ts";
import { until } from "./inbox.ts";

/** What somebody with rights from above left at a customer, and what somebody else did. */
export async function leftAt(
  { path }: { path: string },
  by: Person,
  owner: Person,
  at?: Parameters<typeof anInvitation>[2],
) {
  const apiUser = await anApiUser({ path, owner });
  const key = await aKey(apiUser, by, {}, at);
  const [theirs, others] = [
    await anInvitation({ path, owner: by }, {}, at),
    await anInvitation({ path, owner }, {}, at),
  ];
  const stateOf = async ({ id }: { id: string }) =>
    (await owner.get(`${path}/invitations/${id}`)).body.state;
  return async () => {
    expect((await key.caller.get(path)).status).toBe(401);
    await until(async () => (await stateOf(theirs)) === "revoked", "the invitation to end");
    await until(
      async () => (await owner.get(`${apiUser.path}/keys`)).body.items.length === 0,
      "the key to go",
    );
    expect(await stateOf(others)).toBe("pending");
  };
}
