import type { People } from "./arrival.ts";
import { watch } from "./background.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

/** Ada closes two branches for good: first she looks what would go and what stands in the way, then who was there is told. */
export async function close({ mails, customer }: Scene, { ada, grace, ids }: People) {
  chapter("Closing for good");
  const [paris, lab, berlin] = ["paris", "lab", "berlin"].map((place) => `${customer}-${place}`);
  const path = `/v1/customers/${paris}`;
  const member = `${path}/members/${ids.grace}/roles/employee`;
  await ada.does("lets Grace into Paris", 200, "PUT", member);
  await mails.next(grace);
  const depot = { id: "depot", displayName: "Depot" };
  await ada.does("creates a project there", 201, "POST", `${path}/projects`, depot);

  const why = { reason: "Both branches have moved to Acme Ltd" };
  const { etag } = await ada.ask("GET", path);
  const one = { ...why, confirm: paris };
  await ada.does("closes Paris", 409, "POST", `${path}/close`, one, etag);
  const ending = { confirm: depot.id, reason: "There is nothing left in it" };
  await ada.does("deletes the project", 202, "POST", `${path}/projects/depot/delete`, ending);

  const many = { ...why, ids: [paris, lab, berlin], recursive: true };
  const closing = "/v1/customers/close";
  await ada.does("looks what would go", 200, "POST", `${closing}?dryRun=true`, many);
  const sure = { ...many, confirm: 3 };
  const { body } = await ada.does("closes Paris and Berlin", 200, "POST", closing, sure);
  await watch(ada, body.id, ({ state }) => `(closing, ${state})`);
  await grace.does("asks for Paris", 404, "GET", path);
  await ada.does("reads the receipt", 200, "GET", `/v1/operations/${body.id}/results`);
  await mails.next(grace);
}
