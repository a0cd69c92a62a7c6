import type { People } from "./arrival.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

const projects = [
  { id: "website", displayName: "Website", role: "user" },
  { id: "shop", displayName: "Shop", role: "admin" },
  { id: "ledger", displayName: "Ledger", role: "reader" },
];

/** Grace gets project access and uses it; everybody learns what they may not do. */
export async function work({ mails, acme, meet }: Scene, { ada, grace, ids }: People) {
  chapter("Work");
  for (const { role, ...project } of projects) {
    await ada.does("creates a project", 201, "POST", `${acme}/projects`, project);
    const path = `${acme}/projects/${project.id}/members/${ids.grace}/roles/${role}`;
    await ada.does(`lets Grace in as its ${role}`, 200, "PUT", path);
    await mails.next(grace);
  }
  await grace.does("lists her projects", 200, "GET", `${acme}/projects`);
  const shop = `${acme}/projects/shop`;
  const { etag } = await grace.ask("GET", shop);
  const named = (displayName: string) => ["PATCH", shop, { displayName }, etag] as const;
  await grace.does("renames the shop, as its admin", 200, ...named("Corner shop"));

  chapter("What is refused");
  await ada.does("renames it too, not knowing of that", 412, ...named("Big shop"));
  const plan = { email: "x@example.org", firstName: "X", lastName: "Y", roles: ["employee"] };
  await grace.does("invites somebody herself", 403, "POST", `${acme}/invitations`, plan);
  const mallory = await meet("Mallory").signIn();
  await mallory.does("asks for a customer of others", 404, "GET", acme);
  const own = `${acme}/members/${ids.ada}`;
  const { etag: read } = await ada.ask("GET", own);
  await ada.does("leaves, being the only owner", 409, "DELETE", own, undefined, read);
}
