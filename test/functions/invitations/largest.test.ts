import { expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { aCustomerOnLevel } from "../../support/below.ts";
import {
  aCustomer,
  aGroup,
  anInvitation,
  aProject,
  aProjectRole,
  inTurn,
} from "../../support/given.ts";
import { invite } from "../../support/invite.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A customer with as many others above it as there may be, five roles of the uppermost, and what else an invitation may carry. */
async function aPlace() {
  const top = await aCustomer();
  const low = await aCustomerOnLevel(8, top);
  const roles = await inTurn(numbers(5), async () => {
    const role = { id: newId("r"), name: "Reviewer", permissions: ["customer.view"] };
    const { status } = await top.owner.post(`${top.path}/roles`, role);
    if (status !== 201) throw new Error(`no role: ${status}`);
    return `${role.id}@${top.id}`;
  });
  const pilot = await aProjectRole({ permissions: ["project.view"] });
  const projects = await inTurn(numbers(20), () => aProject(low));
  const groups = await inTurn(numbers(10), () => aGroup(low));
  return {
    low,
    roles,
    projects: (count: number, role = pilot.id) =>
      projects.slice(0, count).map(({ id }) => ({ project: id, role })),
    groups: (count: number) => groups.slice(0, count).map(({ id }) => ({ group: id })),
  };
}

const thePlace = aPlace();

test.each([
  ["groups beside built-in roles", "built in", 20, 10],
  ["roles from above", "from above", 5, 10],
  ["roles on projects", "custom", 20, 5],
] as const)(
  "the most that an invitation carries of %s is accepted",
  async (_, kind, onProjects, inGroups) => {
    const { low, roles, projects, groups } = await thePlace;
    const { token, nobody } = await anInvitation(low, {
      roles: kind === "from above" ? roles : ["employee"],
      projects: projects(onProjects, kind === "custom" ? undefined : "user"),
      groups: groups(inGroups),
    });
    const { status, body } = await nobody.post("/v1/invitations/accept", { token });
    expect([status, body.skipped]).toEqual([200, []]);
    expect([body.projects.length, body.groups.length]).toEqual([onProjects, inGroups]);
  },
);

test("says how many groups are too many beside roles that are not built in", async () => {
  const { low, roles, projects, groups } = await thePlace;
  const plan = { roles, projects: projects(20), groups: groups(10) };
  const { status, body } = await invite(low.owner, low.path, plan);
  expect([status, body.code, body.errors[0].pointer]).toEqual([400, "invalid", "/groups"]);
  expect(body.errors[0].message).toMatch(/^are 9 too many/);
  const fitting = { ...plan, groups: groups(1) };
  expect((await invite(low.owner, low.path, fitting)).status).toBe(201);
});
