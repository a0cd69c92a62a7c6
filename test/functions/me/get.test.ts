import { expect, test } from "vitest";
import { newAddress, nobody, signIn } from "../../support/api.ts";

test("makes a user of whoever signs in for the first time, and the same one ever after", async () => {
  const email = newAddress("Ada.Lovelace");
  const first = await (await signIn(email)).get("/v1/me");
  expect([first.status, first.headers.get("etag")]).toEqual([200, '"1"']);
  expect(first.body).toMatchObject({
    email: email.toLowerCase(),
    status: "active",
    language: "en",
  });
  const again = await (await signIn(email)).get("/v1/me");
  expect(again.body.id).toBe(first.body.id);
});

test("is closed to nobody", async () => {
  const { status, body, headers } = await nobody().get("/v1/me");
  expect([status, body.code]).toEqual([401, "unauthenticated"]);
  expect(headers.get("www-authenticate")).toMatch(/^Bearer/);
});
