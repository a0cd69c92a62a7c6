import { receiptOf as receiptOfItem } from "../../shared/table/receipts.ts";
import { indexed, keys } from "../../shared/table/schema.ts";
import { type aCustomer, aMember, aProject, type Person } from "./given.ts";
import type { startHost } from "./host.ts";
import { until } from "./inbox.ts";
import { tableOf } from "./table.ts";

type Host = Awaited<ReturnType<typeof startHost>>;
type Customer = Awaited<ReturnType<typeof aCustomer>>;

/** A member with a role on each of some projects. */
export async function aMemberOfProjects(host: Host, customer: Customer, count: number) {
  const member = await aMember(customer, ["employee"], host);
  const projects = [];
  for (let i = 0; i < count; i++) {
    const project = await aProject(customer);
    await customer.owner.put(`${project.path}/members/${member.id}/roles/user`);
    projects.push(project);
  }
  return { member, projects };
}

/** Gives a member roles on many projects at once, by storing the bindings as the grants would. */
export async function giveProjects(host: Host, customer: Customer, member: Person, count: number) {
  const table = tableOf(host);
  const principal = member.id;
  const held = await table.get(keys["customer binding"]({ principal, customer: customer.id }));
  const ids = Array.from({ length: count }, (_, i) => `many-${String(i).padStart(5, "0")}`);
  for (let start = 0; start < count; start += 50)
    await Promise.all(
      ids.slice(start, start + 50).map((project) => {
        const place = { principal, customer: customer.id, project };
        const projectKey = `prj_${project}`;
        return table.put({
          ...place,
          projectKey,
          roles: { user: held?.roles && Object.values(held.roles as object)[0] },
          since: held?.since,
          under: held?.since,
          shown: held?.shown,
          version: 1,
          kind: "project binding",
          updatedAt: held?.updatedAt,
          ...keys["project binding"](place),
          ...indexed["project binding"]({ projectKey, principal }),
        });
      }),
    );
  return ids;
}

/** Removes a member and answers the operation that clears up. */
export async function removeMember({ owner, path }: Customer, member: Person): Promise<string> {
  const at = `${path}/members/${member.id}`;
  const { headers } = await owner.get(at);
  const { status, body } = await owner.delete(at, { "if-match": headers.get("etag") ?? "" });
  if (status !== 200) throw new Error(`not removed: ${JSON.stringify(body)}`);
  return body.operation;
}

export const done = ({ owner }: Pick<Customer, "owner">, operation: string) =>
  until(async () => {
    const { body } = await owner.get(`/v1/operations/${operation}`);
    return body.state === "done" && body;
  }, "the operation");

/** What somebody still holds on projects of a customer. */
export async function heldOn(host: Host, customer: Customer, principal: string) {
  const items = await tableOf(host).partition(`P#${principal}`);
  return items.filter(({ kind, customer: of }) => kind === "project binding" && of === customer.id);
}

/** Everything that the receipt of an operation says was removed, sorted. */
export async function receiptOf(host: Host, operation: string): Promise<string[]> {
  const items = await tableOf(host).partition(`OP#${operation}`);
  return items
    .filter(({ kind }) => kind === "receipt")
    .flatMap((page) => receiptOfItem(page).items as { project?: string }[])
    .map(({ project }) => String(project))
    .sort();
}
