import { indexed, keys } from "../../shared/table/schema.ts";
import { type At, newId } from "./api.ts";
import { aCustomer, aPerson, type Person } from "./given.ts";
import { tableOf } from "./table.ts";

/** A customer that somebody creates below another. */
export async function aCustomerBelow(
  { id: parentId }: { id: string },
  by: Person,
  { id = newId(), ...more }: { id?: string; owner?: string } = {},
) {
  const body = { id, displayName: `Customer ${id}`, parentId, ...more };
  const answer = await by.post("/v1/customers", body);
  if (answer.status !== 201) throw new Error(`no sub-customer: ${JSON.stringify(answer.body)}`);
  return { id, path: `/v1/customers/${id}`, owner: by };
}

/** As many more below a customer as one takes, of one that it has already and that has none below: written down as that one is, which a thousand requests would take long to make. */
export async function copiesOf(
  { id: parent }: { id: string },
  child: { id: string },
  count: number,
  at?: At & { dynamodb: string },
) {
  const table = tableOf(at);
  const itemsOf = (customer: string) => [
    keys.customer({ customer }),
    keys.gate({ customer, gate: "0" }),
    keys["sub-customer"]({ parent, customer }),
    keys.owners({ customer }),
    keys.counter({ customer, counted: "projects", shard: "0" }),
  ];
  const items = await Promise.all(itemsOf(child.id).map(table.get));
  const ids = Array.from({ length: count }, () => newId()).toSorted();
  for (const id of ids) {
    const written = itemsOf(id).map((key, i) => ({
      ...items[i],
      ...key,
      ...(i === 0 ? { id, ...indexed.customer({ customer: id }) } : { customer: id }),
    }));
    await Promise.all(written.map(table.put));
  }
  const gate = keys.gate({ customer: parent, gate: "0" });
  const { below: [childless = 0, ...more] = [] } = (await table.get(gate)) as { below?: number[] };
  await table.change(gate, { below: [childless + count, ...more] });
  return ids;
}

/** A group of customers with one in it, one beside it, and somebody who holds a role on it. */
export async function aCustomerGroup(
  { path, id, owner }: { path: string; id: string; owner: Person },
  at?: At,
) {
  const [child, spare] = [await aCustomerBelow({ id }, owner), await aCustomerBelow({ id }, owner)];
  return { ...(await aGroupOf(owner, path, child, at)), spare };
}

/** A group of customers of the platform, made by somebody who may. */
export async function aTopGroup(
  admin: Person,
  [child, spare]: { id: string; path: string }[],
  at?: At,
) {
  const made = await aGroupOf(admin, "/v1/platform", child as { id: string; path: string }, at);
  return { ...made, spare: spare as { id: string; path: string } };
}

/** A group of customers with one in it, and somebody who holds a role on it. */
export async function aGroupOf(
  by: Person,
  path: string,
  child: { id: string; path: string },
  at?: At,
) {
  const { body } = await by.post(`${path}/customer-groups`, { displayName: newId("Group") });
  const group = `${path}/customer-groups/${body.id}`;
  const holder = await aPerson(undefined, at);
  await by.put(`${group}/customers/${child.id}`);
  const given = await by.put(`${group}/members/${holder.id}/roles/employee`);
  if (given.status !== 200) throw new Error(`no role: ${JSON.stringify(given.body)}`);
  return { id: body.id as string, path: group, child, holder };
}

/** A customer on some level below another, which stands on the first. */
export async function aCustomerOnLevel(level: number, top: { id: string; owner: Person }) {
  let last = await aCustomerBelow(top, top.owner);
  for (let i = 3; i <= level; i++) last = await aCustomerBelow(last, top.owner);
  return last;
}

/** A role of the uppermost of three customers that says more than an admin may do, and a group of what is below the second. */
export async function aRoleFromAbove(at?: At) {
  const top = await aCustomer(at);
  const mid = await aCustomerBelow(top, top.owner);
  const grouped = await aCustomerGroup({ ...mid, owner: top.owner }, at);
  const role = {
    id: newId("r"),
    name: "Exporter",
    permissions: ["customer.view", "customer.export"],
  };
  const made = await top.owner.post(`${top.path}/roles`, role);
  if (made.status !== 201) throw new Error(`no role: ${JSON.stringify(made.body)}`);
  return { top, mid, owner: top.owner, ...grouped, name: `${role.id}@${top.id}`, role: role.id };
}

/** Three customers, each below the one before, all made by the owner of the first. */
export async function threeLevels() {
  const top = await aCustomer();
  const mid = await aCustomerBelow(top, top.owner);
  const low = await aCustomerBelow(mid, top.owner);
  return { top, mid, low, owner: top.owner };
}
