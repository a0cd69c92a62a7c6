import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { aCustomer, aGroup, aMember, aPerson, aProject } from "../../support/given.ts";
import type { Calls } from "../call.ts";
import type { Scene } from "../scene.ts";

/** A question about oneself on a project, where one is let in by so many groups, or by roles of one's own. */
async function question({ at }: Scene, groups: number) {
  const customer = await aCustomer(at);
  const project = await aProject(customer);
  const person =
    groups > 0 ? await aPerson(undefined, at) : await aMember(customer, ["employee"], at);
  for (let i = 0; i < groups; i++) await aGroup(customer, ["employee"], [person]);
  return { by: person, customer: customer.id, project: project.id, permission: "project.view" };
}

async function check(scene: Scene, groups: number, questions = 1) {
  const { by, ...one } = await question(scene, groups);
  const body = { questions: Array.from({ length: questions }, () => one) };
  return { by, method: "POST", path: "/v1/access/check", body };
}

async function explain(scene: Scene, groups: number) {
  const { by, ...body } = await question(scene, groups);
  return { by, method: "POST", path: "/v1/access/explain", body };
}

/** A customer two levels down in which some hold something, each in another way: there, above, and on a group of customers. */
async function further({ at }: Scene) {
  const top = await aCustomer(at);
  const { child, holder } = await aCustomerGroup(top, at);
  const low = await aCustomerBelow(child, top.owner);
  await aMember(low, ["employee"], at);
  return { by: top.owner, low, holder, project: await aProject(low) };
}

export const access: Calls = {
  "access.check of 1": (scene) => check(scene, 0),
  "access.check of 100": (scene) => check(scene, 0, 100),
  "access.check through 1 group": (scene) => check(scene, 1),
  "access.check through 10 groups": (scene) => check(scene, 10),
  "access.check through 100 groups": (scene) => check(scene, 100),
  "access.list of 25": ({ crowd: { owner, path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/access`,
  }),
  "access.list of one principal": ({ crowd: { owner, path }, employee }) => ({
    by: owner,
    method: "GET",
    path: `${path}/access?principal=${employee.id}`,
  }),
  "access.list inherited from two customers above and a group of customers": async (scene) => {
    const { by, low } = await further(scene);
    return { by, method: "GET", path: `${low.path}/access?inherited=true` };
  },
  "access.list inherited by one principal": async (scene) => {
    const { by, low, holder } = await further(scene);
    return { by, method: "GET", path: `${low.path}/access?inherited=true&principal=${holder.id}` };
  },
  "access.listOnProject inherited from two customers above and a group of customers": async (
    scene,
  ) => {
    const { by, project } = await further(scene);
    return { by, method: "GET", path: `${project.path}/access?inherited=true` };
  },
  "access.listOnProject of 25": ({ crowd: { owner }, project: { path } }) => ({
    by: owner,
    method: "GET",
    path: `${path}/access`,
  }),
  "me.access of 26": ({ employee }) => ({ by: employee, method: "GET", path: "/v1/me/access" }),
  "access.explain": (scene) => explain(scene, 1),
  "access.explain through 10 groups": (scene) => explain(scene, 10),
  "access.explain through 100 groups": (scene) => explain(scene, 100),
};
