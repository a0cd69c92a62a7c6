import fc from "fast-check";
import { insisting } from "../../support/racing.ts";
import type { Act } from "./act.ts";
import { attempt } from "./rules.ts";
import { allowed, aStage, aTree, atRest, type Stage, send, wanted } from "./stage.ts";
import { crew, ownRole, people, type Tree } from "./tree.ts";

type Command = fc.AsyncCommand<Tree, Stage>;

const names = ["c0", "c1", "c2", "c3", "c4", "c5"];

/** Everything that an act names is there, and what it makes is not. */
function isThere({ places, groups, project }: Tree, act: Act): boolean {
  if (act.do === "decide") return project === "pending";
  const made = { create: "customer", group: "group" }[String(act.do)];
  return Object.entries(act)
    .map(([field, name]) => [field, String(name)] as const)
    .filter(([, name]) => /^(c|k|all c)\d$/.test(name))
    .every(([field, name]) => Boolean(places[name] ?? groups[name]) === (field !== made));
}

/** Has somebody try something, and compares how that ends with what the rules say. */
async function attemptBoth(tree: Tree, stage: Stage, by: string, act: Act) {
  const answer = await insisting(() => send(stage, by, act));
  const got = answer.status < 300 ? "done" : String(answer.body.code);
  const right = attempt(tree, by, act);
  if (got !== right)
    throw new Error(`${got}, by the rules ${right}: ${JSON.stringify(answer.body)}`);
  return answer;
}

function trying(by: string, act: Act): Command {
  return {
    check: (tree) => isThere(tree, act),
    run: async (tree, stage) => {
      const answer = await attemptBoth(tree, stage, by, act);
      // Rights end at once, but for a closing that looks below first.
      if (act.do === "close") await atRest(stage, tree, by, answer);
      await compare(tree, stage);
      await atRest(stage, tree, by, answer);
    },
    toString: () => `${by} ${JSON.stringify(act)}`,
  };
}

/** What is so when a sequence begins: a third level, and something for everybody to lose. */
export async function begin() {
  const [tree, stage] = [aTree(), await aStage()];
  const acts: [string, Act][] = [
    ["p0", { do: "create", customer: "c3", below: "c1" }],
    ["p1", { do: "give", customer: "c2", principal: "p0", role: "owner" }],
    ["p0", { do: "give", customer: "c1", principal: "p1", role: "admin" }],
    ["p0", { do: "give", customer: "c1", principal: crew, role: "employee" }],
    ["p0", { do: "join", person: "p2" }],
    ["p0", { do: "group", group: "k0", owner: "c0" }],
    ["p0", { do: "put in", group: "k0", customer: "c1" }],
    ["p0", { do: "give on", group: "k0", principal: "p3", role: "employee" }],
    ["p0", { do: "give on project", principal: "p2", role: "reader" }],
  ];
  for (const [by, act] of acts) await attemptBoth(tree, stage, by, act);
  return { model: tree, real: stage };
}

/** Compares what everybody may do everywhere with what the rules say. */
async function compare(tree: Tree, stage: Stage) {
  const [asOf, places] = [new Date().toISOString(), Object.keys(tree.places)];
  const [there, here] = [await allowed(stage, places), wanted(tree)];
  const more = there.filter((one) => !here.includes(one));
  const less = here.filter((one) => !there.includes(one));
  if (more.length + less.length > 0)
    throw new Error(`allowed beyond the rules: [${more}], against them not: [${less}]`);
  // What changed nothing tells nothing new.
  const last = stage.looks.at(-1)?.allowed;
  if (String(last) !== String(there)) stage.looks.push({ asOf, places, allowed: there });
}

/** Compares what was allowed at some instants with what is answered as of then. */
export async function lookBack(stage: Stage): Promise<void> {
  const every = Math.ceil(stage.looks.length / 10);
  for (const { asOf, places, allowed: before } of stage.looks.filter((_, i) => i % every === 0)) {
    const then = await allowed(stage, places, asOf);
    const more = then.filter((one) => !before.includes(one));
    const less = before.filter((one) => !then.includes(one));
    if (more.length + less.length > 0)
      throw new Error(`as of ${asOf} beyond what was allowed: [${more}], less: [${less}]`);
  }
}

// Those who own something come first: most of what others try is refused.
const someone = fc.constantFrom("p0", "p0", "p0", "p0", "p0", "p1", "p1", ...people);
const person = fc.constantFrom(...people);
const customer = fc.constantFrom(...names, "c1", "c1", "c3");
const principal = fc.oneof(
  { weight: 3, arbitrary: person },
  { weight: 1, arbitrary: fc.constant(crew) },
);
const role = fc.constantFrom("employee", "admin", "owner", ownRole);
const onProject = fc.constantFrom("reader", "admin");
const named = fc.constantFrom("k0", "k0", "k1");
const group = fc.oneof(named, fc.constantFrom("all c0", "all c1", "all c2"));
const doing = <D extends Act["do"]>(one: D) => fc.constant(one);

/** What can be tried, and how often it is. */
const acts: fc.WeightedArbitrary<Act>[] = [
  {
    weight: 3,
    arbitrary: fc.record({
      do: doing("create"),
      customer: fc.constantFrom("c4", "c5"),
      below: customer,
      owner: fc.option(person, { freq: 2, nil: undefined }),
      into: fc.option(fc.constantFrom("k0", "k1"), { freq: 2, nil: undefined }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: doing("move"),
      customer,
      to: fc.option(customer, { freq: 4, nil: null }),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: doing("give"), customer, principal, role }) },
  { weight: 3, arbitrary: fc.record({ do: doing("take"), customer, principal, role }) },
  { weight: 2, arbitrary: fc.record({ do: doing("remove"), customer, principal }) },
  { weight: 2, arbitrary: fc.record({ do: doing("join"), person }) },
  { weight: 1, arbitrary: fc.record({ do: doing("quit"), person }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: doing("give on project"), principal, role: onProject }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: doing("take on project"), principal, role: onProject }),
  },
  { weight: 2, arbitrary: fc.record({ do: doing("delete project") }) },
  { weight: 2, arbitrary: fc.record({ do: doing("make project") }) },
  { weight: 1, arbitrary: fc.record({ do: doing("register") }) },
  { weight: 2, arbitrary: fc.record({ do: doing("group"), group: named, owner: customer }) },
  { weight: 1, arbitrary: fc.record({ do: doing("disband"), group }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: doing("close"), customer, recursive: fc.boolean() }),
  },
  { weight: 5, arbitrary: fc.record({ do: doing("put in"), group, customer }) },
  { weight: 2, arbitrary: fc.record({ do: doing("take out"), group, customer }) },
  // Where something is held from the beginning.
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("put in" as const, "take out" as const),
      group: fc.constant("k0"),
      customer: fc.constant("c1"),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: doing("give on"), group, principal, role }) },
  { weight: 2, arbitrary: fc.record({ do: doing("take on"), group, principal, role }) },
];

/** What only those who run the platform decide. */
const decisions = fc.record({
  do: doing("decide"),
  word: fc.constantFrom("confirm" as const, "decline" as const),
});

/** Everything that can happen, what the people do many times as often. */
export const steps: fc.Arbitrary<Command>[] = [
  ...Array.from({ length: 15 }, () =>
    fc.tuple(someone, fc.oneof(...acts)).map((one) => trying(...one)),
  ),
  decisions.map((act) => trying("admin", act)),
];
