import type { People } from "./arrival.ts";
import { watch } from "./background.ts";
import { DidNotHappen } from "./request.ts";
import type { Scene } from "./story.ts";
import { chapter, noted } from "./timeline.ts";

interface Event {
  id: string;
  type: string;
  actor: { id: string };
  after?: { removed?: number };
  reason?: string;
}

/** Ada removes Grace: access ends at once, the cascade clears up, and the log knows it all. */
export async function leave({ mails, acme }: Scene, { ada, grace, ids }: People) {
  chapter("The way out");
  const member = `${acme}/members/${ids.grace}`;
  const { etag } = await ada.ask("GET", member);
  const { body } = await ada.does("removes Grace", 200, "DELETE", member, undefined, etag);
  await grace.does("asks for the shop", 404, "GET", `${acme}/projects/shop`);
  const { removed } = await watch(ada, body.operation);
  if (removed !== 3) throw new DidNotHappen(`The cascade took ${removed} of 3 accesses.`);
  await mails.next(grace);
  await ada.does("takes Grace on again", 200, "PUT", `${member}/roles/employee`);
  await mails.next(grace);
  await grace.does("finds that no project came back", 200, "GET", `${acme}/projects`);

  chapter("The log, newest first");
  const { body: log } = await ada.ask("GET", `${acme}/events`);
  const names: Record<string, string> = {
    [ids.ada]: "Ada",
    [ids.grace]: "Grace",
    ...(ids.max && { [ids.max]: "Max" }),
  };
  for (const { type, actor, after, reason } of log.items as Event[]) {
    const cause = log.items.find(({ id }: Event) => id === reason);
    // What else rested on it, on the customers below, is seen to by an operation of its own.
    const taken = after?.removed === undefined ? "the rest, below" : `${after.removed} taken`;
    const receipt = cause ? `: ${taken}, because of ${cause.type}` : "";
    noted(`${(names[actor.id] ?? actor.id).padEnd(8)} ${type}${receipt}`);
  }
}
