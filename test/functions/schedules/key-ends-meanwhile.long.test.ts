import { afterAll, beforeAll, expect, test } from "vitest";
import { daysOf } from "../../support/days.ts";
import { aCustomer, aKey, aMember, anApiUser, aPerson, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  // Letters wait for the sweep, so that something can happen before they are sent.
  host = await startHost({ streamFaults: { seed: 1, lost: true } });
});
afterAll(() => host.end());

const { inDays } = daysOf(() => host);

async function withKeyFor(days: number) {
  const customer = await aCustomer(host);
  const admin = await aMember(customer, ["admin"], host);
  const apiUser = await anApiUser(customer);
  return { admin, apiUser, key: await aKey(apiUser, admin, { expiresAt: inDays(days) }, host) };
}

type Given = Awaited<ReturnType<typeof withKeyFor>>;

/** Signed in anew: tokens end while the clock moves. */
const again = ({ email }: { email: string }) => aPerson(email, host);

const undoings: [string, (given: Given) => Promise<{ status: number }>][] = [
  ["a key that was revoked", async ({ admin, key }) => (await again(admin)).delete(key.path)],
  [
    "a key that another has taken the place of",
    async ({ admin, key }) =>
      (await again(admin)).post(`${key.path}/rotate`, { overlapMinutes: 10_000 }),
  ],
  [
    "a key whose API user was deleted",
    async ({ admin, apiUser }) => (await again(admin)).delete(apiUser.path, { "if-match": "*" }),
  ],
  [
    "their key who was disabled",
    async ({ admin }) => {
      const operator = await theAdmin(host).then(again);
      return operator.post(`/v1/platform/users/${admin.id}/disable`, { reason: "For a test" });
    },
  ],
];

test.each(undoings)("nobody is told of the end of %s before the mail was sent", async (_, undo) => {
  const given = await withKeyFor(15);
  host.move(2 * 86_400_000);
  await host.tick("Sweep");
  const letterNow = async () =>
    (await tableOf(host).all()).find(
      ({ letter, recipient }) => letter === "key-ending" && recipient === given.admin.id,
    );
  await until(letterNow, "the reminder");
  expect((await undo(given)).status).toBeLessThan(300);
  host.move(61_000);
  await host.tick("LetterSweep");
  await until(async () => /sent|dropped/.test(`${(await letterNow())?.state}`), "the sweep");
  expect((await letterNow())?.state).toBe("dropped");
  expect((await mailsTo(given.admin.email, host)).map(({ subject }) => subject)).not.toContainEqual(
    expect.stringContaining("ends soon"),
  );
});
