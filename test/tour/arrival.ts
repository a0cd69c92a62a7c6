import { tokenIn } from "./background.ts";
import type { Person } from "./person.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

/** Who the story is about, and under which ids. */
export interface People {
  ada: Person;
  grace: Person;
  ids: { ada: string; grace: string; max?: string };
}

/** Ada opens an account and invites Grace, who accepts. */
export async function arrive({ mails, customer, acme, meet }: Scene): Promise<People> {
  chapter("An account");
  const ada = await meet("Ada").signIn();
  const { etag, body: owner } = await ada.does("signs in", 200, "GET", "/v1/me");
  const name = { firstName: "Ada", lastName: "Lovelace" };
  await ada.does("says what she is called", 200, "PATCH", "/v1/me", name, etag);
  const account = { id: customer, displayName: "Acme Ltd" };
  await ada.does("creates a customer and owns it", 201, "POST", "/v1/customers", account);

  chapter("An invitation");
  const stranger = meet("Grace");
  const plan = {
    email: stranger.email,
    firstName: "Grace",
    lastName: "Hopper",
    roles: ["employee"],
    message: "Welcome aboard!",
  };
  await ada.does("invites Grace as employee", 201, "POST", `${acme}/invitations`, plan);
  const link = { token: tokenIn(await mails.next(stranger)) };
  await stranger.does("opens the link of the mail", 200, "POST", "/v1/invitations/preview", link);
  await stranger.does("accepts, without signing in", 200, "POST", "/v1/invitations/accept", link);
  await stranger.does("clicks once more", 200, "POST", "/v1/invitations/accept", link);
  const grace = await stranger.signIn();
  const { body: employee } = await grace.does("signs in", 200, "GET", "/v1/me");
  return { ada, grace, ids: { ada: owner.id, grace: employee.id } };
}
