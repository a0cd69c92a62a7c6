import { type At, newId } from "../support/api.ts";
import { aCustomer, aMember, aPerson, aProject, type Person } from "../support/given.ts";
import { planFor } from "../support/invite.ts";

export type Place = At & { dynamodb: string };
export type Customer = Awaited<ReturnType<typeof aCustomer>>;

/** As many as a page has unless it says otherwise. */
const page = 25;
const many = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: page }, make));

/** A host with a customer that has a page of everything. */
export interface Scene {
  at: Place;
  crowd: Customer;
  /** A project on which all its members hold a role. */
  project: Awaited<ReturnType<typeof aProject>>;
  /** A member with a role on every project. */
  employee: Person;
  /** Somebody with as many customers. */
  founder: Person;
}

/** Makes all that lists are asked for. */
export async function setScene(at: Place): Promise<Scene> {
  const crowd = await aCustomer(at);
  const [members, projects, founder] = await Promise.all([
    many(() => aMember(crowd, ["employee"], at)),
    many(() => aProject(crowd)),
    aPerson(undefined, at),
  ]);
  const [employee, project] = [members[0] as Person, projects[0] as Scene["project"]];
  const invitations = Array.from({ length: page }, () => planFor());
  await Promise.all([
    ...projects.map(({ path }) => grant(crowd, path, employee)),
    ...members.slice(1).map((member) => grant(crowd, project.path, member)),
    crowd.owner.post(`${crowd.path}/invitations/bulk`, { invitations }),
    many(() => aCustomerOf(founder)),
  ]);
  return { at, crowd, project, employee, founder };
}

/** Gives a role on a project. */
export const grant = ({ owner }: Customer, project: string, { id }: Person) =>
  owner.put(`${project}/members/${id}/roles/reader`);

async function aCustomerOf(founder: Person) {
  const id = newId();
  await founder.post("/v1/customers", { id, displayName: `Customer ${id}` });
}
