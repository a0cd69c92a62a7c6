import { expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { planFor } from "../../support/invite.ts";

test("shows open invitations and requests together, page by page, and nothing that is done", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, second, path, ask, decide } = customer;
  const open = await owner.post(`${path}/invitations`, planFor(newAddress("open")));
  const gone = await owner.post(`${path}/invitations`, planFor(newAddress("gone")));
  await owner.delete(`${path}/invitations/${gone.body.id}`);
  await owner.patch(path, { settings: { minApprovals: 2 } }, { "if-match": "*" });
  const { request } = await ask();
  const declined = await ask();
  await decide(second, declined.request, "decline", {});
  const held = await owner.post(`${path}/invitations`, planFor(newAddress("held")));
  const waiting = [open.body.id, request, held.body.id];
  const { items } = (await owner.get(`${path}/pending`)).body;
  expect(items.map(({ id }: { id: string }) => id)).toEqual(waiting);
  expect(items[0]).toMatchObject({ type: "invitation", invitation: { state: "pending" } });
  expect(items[2]).toMatchObject({ type: "access-request", accessRequest: { kind: "invitation" } });
  const found: string[] = [];
  let cursor = "";
  do {
    const { body } = await owner.get(`${path}/pending?limit=1${cursor}`);
    found.push(...body.items.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : "";
  } while (cursor);
  expect(found).toEqual(waiting);
});
