import { type Answer, newId } from "../../support/api.ts";
import { aCustomerBelow } from "../../support/below.ts";
import {
  aCustomerOf,
  aGroup,
  aPerson,
  aProject,
  inTurn,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";
import type { Act } from "./act.ts";
import {
  aGroupOf,
  allBelow,
  aPlace,
  crew,
  hasAccess,
  isVirtual,
  may,
  mayOnProject,
  ownPermissions,
  ownRole,
  people,
  type Tree,
  withProject,
} from "./tree.ts";

/** Three customers for one sequence: p0 owns c0, below which c1 is, and p1 owns c2. */
export async function aStage() {
  const [found, admin] = await Promise.all([
    inTurn(people, async (name) => [name, await aPerson()] as const),
    theAdmin(),
  ]);
  const callers: Record<string, Person> = { ...Object.fromEntries(found), admin };
  const [c0, c2] = [
    await aCustomerOf(callers.p0 as Person),
    await aCustomerOf(callers.p1 as Person),
  ];
  const c1 = await aCustomerBelow(c0, c0.owner);
  const [project, group] = [await aProject(c1), await aGroup(c0)];
  const role = { id: ownRole, name: "Auditor", permissions: ownPermissions };
  const defined = await c0.owner.post(`${c0.path}/roles`, role);
  if (defined.status !== 201) throw new Error(`no role: ${JSON.stringify(defined.body)}`);
  const ids: Record<string, string> = {
    ...Object.fromEntries(people.map((name) => [name, (callers[name] as Person).id])),
    [crew]: group.id,
    c0: c0.id,
    c1: c1.id,
    c2: c2.id,
  };
  return {
    callers,
    admin,
    ids,
    project,
    groupOwners: {} as Record<string, string>,
    looks: [] as Look[],
  };
}

export type Stage = Awaited<ReturnType<typeof aStage>>;

/** The same as the rules see it. */
export function aTree(): Tree {
  const places = { c0: aPlace(undefined), c1: aPlace("c0"), c2: aPlace(undefined) };
  for (const [place, owner] of [
    [places.c0, "p0"],
    [places.c2, "p1"],
  ] as const) {
    place.held[owner] = new Set(["owner"]);
    place.ownerBy[owner] = owner;
  }
  const groups = Object.keys(places).map((one) => [allBelow(one), aGroupOf(one)] as const);
  return {
    places,
    groups: Object.fromEntries(groups),
    onProject: {},
    project: "active",
    tenants: 0,
    crew: new Set(),
  };
}

const any = { "if-match": "*" };

/** Has somebody try something. */
export async function send(stage: Stage, by: string, act: Act): Promise<Answer> {
  const { callers, ids, project } = stage;
  const { put, post, delete: remove } = callers[by] as Person;
  const path = (customer: string) => `/v1/customers/${ids[customer]}`;
  const member = "principal" in act ? `members/${ids[act.principal]}` : "";
  switch (act.do) {
    case "create": {
      const id = newId();
      ids[act.customer] = id;
      return post("/v1/customers", {
        id,
        displayName: `Customer ${id}`,
        parentId: ids[act.below],
        ...(act.owner && { owner: ids[act.owner] }),
        ...(act.into && { groups: [ids[act.into]] }),
      });
    }
    case "move":
      return post(`${path(act.customer)}/move`, { parentId: act.to && ids[act.to] }, any);
    case "give":
      return put(`${path(act.customer)}/${member}/roles/${roleName(ids, act)}`);
    case "take":
      return remove(`${path(act.customer)}/${member}/roles/${roleName(ids, act)}`);
    case "remove":
      return remove(`${path(act.customer)}/${member}`, any);
    case "join":
      return put(`${path("c0")}/groups/${ids[crew]}/members/${ids[act.person]}`);
    case "quit":
      return remove(`${path("c0")}/groups/${ids[crew]}/members/${ids[act.person]}`);
    case "give on project":
      return put(`${project.path}/${member}/roles/${act.role}`);
    case "take on project":
      return remove(`${project.path}/${member}/roles/${act.role}`);
    case "make project":
      return post(`${path(withProject)}/projects`, { id: project.id, displayName: "Project" });
    case "delete project":
      return post(`${project.path}/delete`, { confirm: project.id, reason: "The story wants it" });
    case "register":
      return post(`${project.path}/tenants`, { platform: "aws", identifier: newId("account") });
    case "decide": {
      const { body } = await stage.admin.get(`${project.path}/tenants`);
      const tenant = `${project.path}/tenants/${body.items[0]?.id}`;
      const reason = act.word === "decline" ? { reason: "The story wants it" } : undefined;
      return post(`${tenant}/${act.word}-deletion`, reason);
    }
    case "group": {
      const made = await post(`${path(act.owner)}/customer-groups`, { displayName: newId("k") });
      ids[act.group] = made.body.id;
      stage.groupOwners[act.group] = act.owner;
      return made;
    }
    case "close": {
      const closing = { confirm: ids[act.customer], reason: "The story wants it" };
      return post(`${path(act.customer)}/close`, { ...closing, recursive: act.recursive }, any);
    }
    case "disband":
      return remove(groupPath(stage, act), any);
    case "put in":
      return put(`${groupPath(stage, act)}/customers/${ids[act.customer]}`);
    case "take out":
      return remove(`${groupPath(stage, act)}/customers/${ids[act.customer]}`);
    case "give on":
      return put(`${groupPath(stage, act)}/${member}/roles/${roleOnGroup(stage, act)}`);
    case "take on":
      return remove(`${groupPath(stage, act)}/${member}/roles/${roleOnGroup(stage, act)}`);
  }
}

/** Whose group of customers it is. */
const ownerOf = ({ groupOwners }: Stage, group: string) =>
  isVirtual(group) ? (group.split(" ")[1] as string) : (groupOwners[group] as string);

const groupPath = (stage: Stage, { group }: { group: string }) =>
  `/v1/customers/${stage.ids[ownerOf(stage, group)]}/customer-groups/${isVirtual(group) ? "all" : stage.ids[group]}`;

const roleOnGroup = (stage: Stage, { group, role }: { group: string; role: string }) =>
  roleName(stage.ids, { customer: ownerOf(stage, group), role });

/** The role of c0 is written with its owner below. */
const roleName = (ids: Stage["ids"], { customer, role }: { customer: string; role: string }) =>
  role === ownRole && customer !== "c0" ? `${role}@${ids.c0}` : role;

/** Who may do what, as it was answered at an instant. */
interface Look {
  asOf: string;
  places: string[];
  allowed: string[];
}

const telling = [
  "customer.view",
  "customer.edit",
  "customer.owners.manage",
  "customer.members.grant",
];
const tellingOfProject = ["project.view", "project.configure", "project.cloud.access"];

const questionsAbout = (places: readonly string[]) =>
  people.flatMap((person) => [
    ...places.flatMap((customer) =>
      telling.map((permission) => ({ person, permission, customer, onProject: false })),
    ),
    ...tellingOfProject.map((permission) => ({
      person,
      permission,
      customer: withProject,
      onProject: true,
    })),
  ]);

type Asked = ReturnType<typeof questionsAbout>[number];

const said = ({ person, permission, customer }: Asked) => `${person} ${permission} ${customer}`;

/** Who may do what where by the rules. */
export const wanted = (tree: Tree) =>
  questionsAbout(Object.keys(tree.places))
    .filter(({ person, permission, customer, onProject }) =>
      onProject ? mayOnProject(tree, person, permission) : may(tree, person, permission, customer),
    )
    .map(said);

/** Who may do what where by the answers to the same questions. */
export async function allowed(stage: Stage, places: readonly string[], asOf?: string) {
  const { ids, admin, project } = stage;
  const all = questionsAbout(places);
  const questions = all.map(({ person, permission, customer, onProject }) => ({
    permission,
    principal: ids[person],
    customer: ids[customer],
    ...(onProject && { project: project.id }),
  }));
  const pages = [questions.slice(0, 100), questions.slice(100)].filter((page) => page.length > 0);
  const answers = await Promise.all(
    pages.map((page) => admin.post("/v1/access/check", { questions: page, asOf })),
  );
  const wrong = answers.find(({ status }) => status !== 200);
  if (wrong) throw new Error(`no answers: ${wrong.status} ${JSON.stringify(wrong.body)}`);
  const results = answers.flatMap(({ body }) => body.results);
  return all.filter((_, i) => results[i].allowed).map(said);
}

/** Waits until what an attempt began is done, and nobody holds anything on the project but who should. */
export async function atRest({ callers, ids }: Stage, tree: Tree, by: string, answer: Answer) {
  const { id, operation = String(id).startsWith("opn_") && id } = answer.body ?? {};
  if (operation && answer.status < 300)
    await until(async () => {
      const { body } = await (callers[by] as Person).get(`/v1/operations/${operation}`);
      return ["done", "failed", "cancelled"].includes(body.state);
    }, "the operation");
  const right = Object.keys(tree.onProject).sort();
  let holders: string[] = [];
  await until(async () => {
    holders = await holdersOnProject(ids, tree);
    return String(holders) === String(right);
  }, "what is held on the project").catch(() => {
    throw new Error(`on the project: [${holders}], by the rules: [${right}]`);
  });
}

/** Whoever holds something on the project, or has lost the access that it rested on and is not yet through with it. */
async function holdersOnProject(ids: Stage["ids"], tree: Tree): Promise<string[]> {
  const found = await Promise.all(
    [...people, crew].map(async (name) => {
      const isOut = !hasAccess(tree, name, withProject);
      const items = await tableOf().partition(`P#${ids[name]}`);
      const isHeld = items.some(
        ({ kind, customer }) =>
          customer === ids[withProject] &&
          (kind === "project binding" || (isOut && kind === "customer binding")),
      );
      return isHeld ? [name] : [];
    }),
  );
  return found.flat().sort();
}
