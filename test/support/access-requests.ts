import { keys } from "../../shared/table/schema.ts";
import { type At, newAddress } from "./api.ts";
import { aCustomer, aMember, aPerson, askFor, type Person, theAdmin } from "./given.ts";
import { tableOf } from "./table.ts";

/** A customer with two people who may grant, where both have to agree. */
export async function aWatchedCustomer(minApprovals = 2, at?: At) {
  const customer = await aCustomer(at);
  const second = await aMember(customer, ["admin"], at);
  await askFor(customer, minApprovals);
  const { owner, path } = customer;
  const decide = (by: Person, request: string, verb: string, body?: object) =>
    by.post(`${path}/access-requests/${request}/${verb}`, body);
  /** Somebody for whom a role was asked, by the owner unless said. */
  const ask = async (role = "employee", by = owner) => {
    const person = await aPerson(newAddress("asked"), at);
    const { status, body } = await by.put(`${path}/members/${person.id}/roles/${role}`);
    if (status !== 202) throw new Error(`nothing waits: ${status} ${JSON.stringify(body)}`);
    return { person, request: body.id as string, body };
  };
  return { ...customer, second, decide, ask };
}

/** The ids of the customer roles that somebody holds. */
export async function rolesOf(
  { path, owner }: { path: string; owner: Person },
  person: { id: string },
) {
  const { status, body } = await owner.get(`${path}/members/${person.id}`);
  return status === 200 ? body.roles.map(({ role }: { role: string }) => role) : [];
}

/** A request for a platform role, as it lies in the table where the platform asks for two people. */
export async function askedOnPlatform(at?: At & { dynamodb: string }) {
  const [admin, { id: principal }] = [await theAdmin(at), await aPerson(newAddress("asked"), at)];
  const { body } = await (await aWatchedCustomer(2, at)).ask();
  const table = tableOf(at);
  const waiting = await table.get(
    keys["access request"]({ customer: body.customer, request: body.id }),
  );
  const { customer: _, ...whole } = waiting as Record<string, unknown>;
  // No list of customers' requests has it.
  const listed = Object.entries(whole).filter(([name]) => !name.startsWith("gsi"));
  const request = Object.fromEntries(listed);
  const takes = ["platform.admins.manage", "platform.events.view"];
  const params = { principal, role: "compliance-manager" };
  await table.put({
    ...request,
    ...keys["access request"]({ customer: "platform", request: body.id }),
    principal,
    requester: { id: admin.id },
    approvals: [],
    claims: [],
    takes,
    act: { kind: "platform-roles", call: "admins.grantRole", params, body: "{}" },
  });
  return { id: body.id as string, principal, path: `/v1/platform/access-requests/${body.id}` };
}
