import type { People } from "./arrival.ts";
import type { Scene } from "./story.ts";
import { chapter } from "./timeline.ts";

/** Customers below the customer: roles reach them, a group of them and its things, and a whole branch moves. */
export async function tree({ acme, customer, meet }: Scene, { ada }: People) {
  chapter("Customers in customers");
  const found = async (place: string, parentId: string, what: string) => {
    const id = `${customer}-${place.toLowerCase()}`;
    const body = { id, displayName: `Acme ${place}`, parentId };
    await ada.does(what, 201, "POST", "/v1/customers", body);
    return { id, path: `/v1/customers/${id}` };
  };
  const berlin = await found("Berlin", customer, "founds a branch");
  const paris = await found("Paris", customer, "founds another one");
  const lab = await found("Lab", berlin.id, "founds a lab below the first");

  const kim = await meet("Kim").signIn();
  const { body: person } = await kim.ask("GET", "/v1/me");
  const groups = `${acme}/customer-groups`;
  const named = { displayName: "Branches with a lab" };
  const { body: group } = await ada.does("groups branches", 201, "POST", groups, named);
  const inGroup = `${groups}/${group.id}`;
  await ada.does("puts Berlin into the group", 200, "PUT", `${inGroup}/customers/${berlin.id}`);
  const role = `${inGroup}/members/${person.id}/roles/admin`;
  await ada.does("makes Kim admin of whatever is in it", 200, "PUT", role);
  await kim.does("looks at the lab", 200, "GET", lab.path);
  await kim.does("looks at Paris", 404, "GET", paris.path);

  const items = Array.from({ length: 100 }, (_, i) => ({ name: `Sensor ${i + 1}` }));
  await kim.does("brings 100 sensors", 200, "POST", `${lab.path}/devices/bulk`, { items });
  await kim.does("finds some of them", 200, "GET", `${lab.path}/devices?q=sensor%201&limit=3`);

  const { etag } = await ada.ask("GET", lab.path);
  const to = { parentId: paris.id };
  await ada.does("moves the lab to Paris", 200, "POST", `${lab.path}/move`, to, etag);
  await kim.does("looks at the lab once more", 404, "GET", lab.path);
  await ada.does("sees all branches", 200, "GET", `${acme}/sub-customers?depth=8`);
}
