import { aCustomer, aMember, aPerson, askFor, type Person } from "../../support/given.ts";

/** A customer with two people who may grant, where both have to agree. */
export async function aWatchedCustomer(minApprovals = 2) {
  const customer = await aCustomer();
  const second = await aMember(customer, ["admin"]);
  await askFor(customer, minApprovals);
  const { owner, path } = customer;
  const decide = (by: Person, request: string, verb: string, body?: object) =>
    by.post(`${path}/access-requests/${request}/${verb}`, body);
  /** Somebody for whom the owner asked for a role. */
  const ask = async (role = "employee", by = owner) => {
    const person = await aPerson();
    const { status, body } = await by.put(`${path}/members/${person.id}/roles/${role}`);
    if (status !== 202) throw new Error(`nothing waits: ${status} ${JSON.stringify(body)}`);
    return { person, request: body.id as string, body };
  };
  return { ...customer, second, decide, ask };
}

/** The ids of the customer roles that somebody holds. */
export async function rolesOf({ path, owner }: { path: string; owner: Person }, person: Person) {
  const { status, body } = await owner.get(`${path}/members/${person.id}`);
  return status === 200 ? body.roles.map(({ role }: { role: string }) => role) : [];
}
