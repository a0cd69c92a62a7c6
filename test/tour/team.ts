import { setTimeout as wait } from "node:timers/promises";
import type { People } from "./arrival.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

/** A group lets somebody in; its access ends, and they ask why. */
export async function team({ mails, acme, customer, meet }: Scene, { ada }: People) {
  chapter("A team");
  const body = { identifier: "night-shift", displayName: "Night shift" };
  const group = await ada.does("makes a group", 201, "POST", `${acme}/groups`, body);
  const role = `${acme}/members/${group.body.id}/roles/employee`;
  await ada.does("lets the group in", 200, "PUT", role, {});
  const lin = await meet("Lin").signIn();
  const { body: me } = await lin.ask("GET", "/v1/me");
  await ada.does(
    "puts Lin into it",
    200,
    "PUT",
    `${acme}/groups/${group.body.id}/members/${me.id}`,
  );
  await mails.next(lin);
  await lin.does("looks at the customer", 200, "GET", acme);
  const expiresAt = new Date(Date.now() + 2_000).toISOString();
  await ada.does("has the shift end in a second", 200, "PUT", role, { expiresAt });
  await wait(Date.parse(expiresAt) - Date.now() + 50);
  await lin.does("looks again", 404, "GET", acme);
  const question = { permission: "customer.view", customer };
  await lin.does("asks why", 200, "POST", "/v1/access/explain", question);
}
