import { expect, test } from "vitest";
import { newAddress, newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anApiUser,
  aProject,
  askFor,
  type Person,
} from "../../support/given.ts";
import { mailTo } from "../../support/inbox.ts";
import { any } from "../../support/moves.ts";

/** A customer with two people who must agree, and with something of everything that can be asked for. */
async function aWorld() {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const auditor = { id: "auditor", name: "Auditor", permissions: ["customer.events.view"] };
  expect((await owner.post(`${path}/roles`, auditor)).status).toBe(201);
  const below = await aCustomerBelow(customer, owner);
  const [second, person] = [
    await aMember(customer, ["admin"]),
    await aMember(customer, ["auditor"]),
  ];
  const [group, project] = [await aGroup(customer, ["auditor"]), await aProject(customer)];
  const north = await owner.post(`${path}/customer-groups`, { displayName: "North" });
  const onNorth = `${path}/customer-groups/${north.body.id}`;
  const held = await owner.put(`${onNorth}/members/${person.id}/roles/auditor`);
  expect(held.status).toBe(200);
  const robot = await anApiUser({ path, owner });
  await askFor(customer, 2);
  return { owner, second, path, id, below, person, group, project, onNorth, robot };
}

type World = Awaited<ReturnType<typeof aWorld>>;

const asks: [string, (world: World, by: Person) => Promise<unknown>, (world: World) => string][] = [
  [
    "a role on a group of customers",
    ({ onNorth, group }, by) => by.put(`${onNorth}/members/${group.id}/roles/employee`),
    ({ id }) => `Asked for: Employee on the customers in North (a group of Customer ${id})\n`,
  ],
  [
    "a place for a customer in such a group",
    ({ onNorth, below }, by) => by.put(`${onNorth}/customers/${below.id}`),
    ({ id, below }) =>
      `Asked for: Auditor on Customer ${below.id}, which is to be one of the customers in North (a group of Customer ${id})\n`,
  ],
  [
    "a place in a group",
    ({ group, person }, by) => by.put(`${group.path}/members/${person.id}`),
    () => "Asked for: Auditor through the group Night shift\n",
  ],
  [
    "a wider role",
    ({ path }, by) =>
      by.patch(
        `${path}/roles/auditor`,
        { permissions: ["customer.events.view", "customer.edit"] },
        any,
      ),
    () =>
      "Asked for: more permissions for the role Auditor, for everybody who holds it: customer. edit\n",
  ],
  [
    "a role of a customer above, here",
    ({ below, id, person }, by) => by.put(`${below.path}/members/${person.id}/roles/auditor@${id}`),
    () => "Asked for: Auditor\n",
  ],
  [
    "a role on a project",
    ({ project, person }, by) => by.put(`${project.path}/members/${person.id}/roles/user`),
    ({ project }) => `Asked for: Project User on the project Project ${project.id}\n`,
  ],
  [
    "an invitation to projects and groups",
    ({ path, project, group }, by) =>
      by.post(`${path}/invitations`, {
        email: newAddress(),
        firstName: "Ada",
        lastName: "Lovelace",
        roles: ["employee"],
        projects: [{ project: project.id, role: "reader" }],
        groups: [{ group: group.id }],
      }),
    ({ project }) =>
      `Asked for:\n- Employee\n- Project Reader on the project Project ${project.id}\n- a place in the group Night shift, and everything that the group has\n`,
  ],
  [
    "an API user",
    ({ path }, by) =>
      by.post(`${path}/api-users`, { displayName: newId("robot"), permissions: ["customer.view"] }),
    () => " may do: customer. view\n",
  ],
  [
    "fewer approvals",
    ({ path }, by) => by.patch(path, { settings: { minApprovals: 1 } }, any),
    () => "Asked for: fewer approvals from now on: 1\n",
  ],
];

test.each(asks)(
  "whoever may decide reads in the mail what is asked for: %s",
  async (_, ask, said) => {
    const world = await aWorld();
    const { owner, second } = world;
    await ask(world, second);
    const { body } = await mailTo(owner.email, undefined, { about: /asks for your approval/ });
    expect(body.text.replaceAll("\u200a", " ")).toContain(said(world));
  },
);
