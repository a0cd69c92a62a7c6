import type { People } from "./arrival.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

/** Two people have to agree; a role waits until they do. */
export async function approval({ mails, acme, meet }: Scene, { ada, ids }: People) {
  chapter("Four eyes");
  const max = await meet("Max").signIn();
  const { body: second } = await max.ask("GET", "/v1/me");
  ids.max = second.id;
  await ada.does("makes Max an admin", 200, "PUT", `${acme}/members/${second.id}/roles/admin`);
  await mails.next(max);
  const asksFor = async (minApprovals: number, what: string, status: number) => {
    const { etag } = await ada.ask("GET", acme);
    return ada.does(what, status, "PATCH", acme, { settings: { minApprovals } }, etag);
  };
  await asksFor(2, "has two people agree from now on", 200);
  const zoe = await meet("Zoe").signIn();
  const { body: third } = await zoe.ask("GET", "/v1/me");
  const role = `${acme}/members/${third.id}/roles/employee`;
  const asked = await ada.does("gives Zoe a role, which waits", 202, "PUT", role);
  await zoe.does("looks at the customer", 404, "GET", acme);
  await mails.next(max);
  const approve = (id: string) => `${acme}/access-requests/${id}/approve`;
  await max.does("agrees", 200, "POST", approve(asked.body.id));
  await zoe.does("looks again", 200, "GET", acme);
  await mails.next(zoe);
  const back = await asksFor(1, "wants one person to be enough again, which waits, too", 202);
  await max.does("agrees to that", 200, "POST", approve(back.body.id));
}
