import type { Answer } from "../support/api.ts";
import { done } from "../support/cascades.ts";
import {
  aCustomerOf,
  aGroup,
  anAdmin,
  aPerson,
  aProject,
  type Person,
  theAdmin,
} from "../support/given.ts";
import { type Account, groups, may, ownRole, people } from "./account.ts";
import type { Act } from "./act.ts";
import type { Outcome } from "./four-eyes.ts";

/** The people who play, by their names in the account. */
type Cast = Record<string, Person>;

/** Nobody makes more customers than 50, so nobody plays in more sequences. */
const sequencesPerCast = 40;

let cast: Promise<Cast> | undefined;
let played = 0;

async function aCast(): Promise<Cast> {
  const all = await Promise.all([
    ...people.map(async (name) => [name, await aPerson()] as const),
    (async () => ["h0", await theAdmin()] as const)(),
    (async () => ["h1", await anAdmin(["ops-support"])] as const)(),
  ]);
  return Object.fromEntries(all);
}

/** Who may do what, as it was answered at an instant. */
interface Look {
  asOf: string;
  allowed: string[];
}

/** A customer of its own for one sequence, with its project and groups; p0 owns it. */
export async function aStage() {
  if (played++ % sequencesPerCast === 0) cast = aCast();
  const callers = (await cast) as Cast;
  const founder = callers.p0 as Person;
  await Promise.all(people.map((name) => turn(callers, name, "enable")));
  const customer = await aCustomerOf(founder);
  const [project, ...made] = await Promise.all([
    aProject(customer),
    ...groups.map(() => aGroup(customer)),
  ]);
  const ids = Object.fromEntries([
    ...Object.entries(callers).map(([name, { id }]) => [name, id]),
    ...groups.map((name, i) => [name, made[i]?.id]),
  ]) as Record<string, string>;
  return { ...customer, project, callers, ids, requests: [] as string[], looks: [] as Look[] };
}

export type Stage = Awaited<ReturnType<typeof aStage>>;

/** Switches a person off or on again. */
export const turn = (callers: Cast, name: string, to: "disable" | "enable") =>
  (callers.h0 as Person).post(`/v1/platform/users/${callers[name]?.id}/${to}`, {
    reason: "The story wants it",
  });

const any = { "if-match": "*" };
const absent = { "if-match": '"0"' };

/** Has somebody try something. */
export async function send(stage: Stage, by: string, act: Act): Promise<Answer> {
  const { callers, ids, path, project } = stage;
  const { put, post, patch, delete: remove } = callers[by] as Person;
  const member = "principal" in act ? `members/${ids[act.principal]}` : "";
  switch (act.do) {
    case "give":
      return put(`${path}/${member}/roles/${act.role}`);
    case "take":
      return settled(stage, by, await remove(`${path}/${member}/roles/${act.role}`));
    case "set": {
      const roles = act.roles.map((role) => ({ role }));
      return put(`${path}/${member}/roles`, { roles }, act.isMember ? any : absent);
    }
    case "remove":
      return settled(stage, by, await remove(`${path}/${member}`, any));
    case "join":
      return put(`${path}/groups/${ids[act.group]}/members/${ids[act.person]}`);
    case "quit":
      return remove(`${path}/groups/${ids[act.group]}/members/${ids[act.person]}`);
    case "give on project":
      return put(`${project.path}/${member}/roles/${act.role}`);
    case "take on project":
      return remove(`${project.path}/${member}/roles/${act.role}`);
    case "define":
      return post(`${path}/roles`, { id: ownRole, name: "Auditor", permissions: act.permissions });
    case "redefine":
      return patch(`${path}/roles/${ownRole}`, { permissions: act.permissions }, any);
    case "delete role":
      return remove(`${path}/roles/${ownRole}`, any);
    case "ask for":
      return patch(path, { settings: { minApprovals: act.minApprovals } }, any);
  }
}

/** What a removal leaves to be cleared up is: a group counts as having project roles until then. */
async function settled(stage: Stage, by: string, answer: Answer): Promise<Answer> {
  const { id, operation } = answer.body;
  if (operation && id.startsWith("grp_"))
    await done({ ...stage, owner: stage.callers[by] as Person }, operation);
  return answer;
}

/** How an answer ends the attempt. */
export function outcomeOf({ status, body }: Answer): Outcome {
  if (status >= 500) throw new Error(`${status}: ${JSON.stringify(body)}`);
  if (status === 202) return "waits";
  return status < 300 ? "done" : "refused";
}

const telling = [
  "customer.view",
  "customer.edit",
  "customer.delete",
  "customer.owners.manage",
  "customer.members.view",
  "customer.members.grant",
  "customer.members.edit",
  "customer.members.remove",
  "customer.groups.manage",
  "customer.roles.manage",
  "customer.things.view",
  "customer.projects.access",
  "project.view",
  "project.resources.use",
  "project.configure",
  "project.cloud.access",
];

const asked = people.flatMap((name) => telling.map((permission) => ({ name, permission })));

/** Who may do what by the rules, of what is asked. */
export const wanted = (account: Account) =>
  asked
    .filter(({ name, permission }) => may(account, name, permission))
    .map(({ name, permission }) => `${name} ${permission}`);

/** Who may do what by the answer to the same questions. */
export async function allowed(
  { callers, ids, id, project }: Stage,
  asOf?: string,
): Promise<string[]> {
  const about = { customer: id, project: project.id };
  const questions = asked.map(({ name, permission }) => ({
    permission,
    principal: ids[name] as string,
    customer: id,
    ...(permission.startsWith("project.") && about),
  }));
  const { status, body } = await (callers.h0 as Person).post("/v1/access/check", {
    questions,
    asOf,
  });
  if (status !== 200) throw new Error(`no answers: ${status} ${JSON.stringify(body)}`);
  return asked
    .filter((_, i) => body.results[i].allowed)
    .map(({ name, permission }) => `${name} ${permission}`);
}

/** Remembers what is allowed at an instant: now and then, since all of it is asked again. */
export function remember({ looks }: Stage, look: Look): void {
  const last = looks.at(-1);
  if (!last || Date.parse(look.asOf) - Date.parse(last.asOf) > 500) looks.push(look);
}

/** Compares what was allowed at each instant with what is answered as of then. */
export async function lookBack(stage: Stage): Promise<void> {
  for (const look of stage.looks) {
    const then = await allowed(stage, look.asOf);
    const more = then.filter((one) => !look.allowed.includes(one));
    const less = look.allowed.filter((one) => !then.includes(one));
    if (more.length + less.length > 0)
      throw new Error(`as of ${look.asOf} beyond what was allowed: [${more}], less: [${less}]`);
  }
}
