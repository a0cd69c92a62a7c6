import { expect, test } from "vitest";
import { aCustomer, aPerson } from "../../support/given.ts";

test("says what a stranger may not know before it says what is wrong with the request", async () => {
  const { path, owner } = await aCustomer();
  const wrong = { email: "somebody@example.org" };
  const stranger = await (await aPerson()).post(`${path}/invitations`, wrong);
  expect([stranger.status, stranger.body.code]).toEqual([404, "not_found"]);
  const own = await owner.post(`${path}/invitations`, wrong);
  expect([own.status, own.body.code]).toEqual([400, "invalid"]);
});
