import fc from "fast-check";
import { insisting } from "../support/racing.ts";
import {
  type Account,
  groups,
  handlers,
  hasAccess,
  ownRole,
  people,
  rolesOf,
  type Waiting,
} from "./account.ts";
import type { Act } from "./act.ts";
import { approve, attempt, decline, isFounded, type Outcome, withdraw } from "./four-eyes.ts";
import { allowed, outcomeOf, remember, type Stage, send, turn, wanted } from "./stage.ts";

type Command = fc.AsyncCommand<Account, Stage>;

/** Compares how a step ended, and what everybody may do afterwards, with what the rules say. */
async function compare(account: Account, stage: Stage, got: Outcome, right: Outcome, why: unknown) {
  if (got !== right) throw new Error(`${got}, by the rules ${right}: ${JSON.stringify(why)}`);
  const asOf = new Date().toISOString();
  const [there, here] = [await allowed(stage), wanted(account)];
  const more = there.filter((one) => !here.includes(one));
  const less = here.filter((one) => !there.includes(one));
  if (more.length + less.length > 0)
    throw new Error(`allowed beyond the rules: [${more}], against them not: [${less}]`);
  remember(stage, { asOf, allowed: there });
}

/** Acts, and some that hang on what there is: what they ask for is known when it is their turn. */
type Planned = Act | { do: "widen"; permissions: string[] } | { do: "lower"; which: number };

function trying(by: string, planned: Planned): Command {
  return {
    check: () => true,
    run: async (account, stage) => {
      const act = asItStands(account, planned);
      const answer = await insisting(() => send(stage, by, act));
      const got = outcomeOf(answer);
      if (got === "waits") stage.requests.push(answer.body.id);
      const before = withAccess(account);
      const right = attempt(account, by, act);
      await clear(account, stage, before);
      await compare(account, stage, got, right, answer.body);
    },
    toString: () => `${by} ${JSON.stringify(planned)}`,
  };
}

/** An act as it meets the account: a set says what it replaces, lowering needs somebody who has something to lose, and widening a role that is there. */
function asItStands(account: Account, planned: Planned): Act {
  if (planned.do === "widen") {
    const permissions = [...(account.custom ?? []), ...planned.permissions];
    return { do: account.custom ? "redefine" : "define", permissions };
  }
  if (planned.do === "lower") {
    const high = [...people, ...groups].filter((one) =>
      rolesOf(account, one).some((role) => role === "admin" || role === "owner"),
    );
    const principal = high[planned.which % high.length] ?? "p1";
    const isOwner = rolesOf(account, principal).includes("owner");
    const roles = [isOwner && planned.which % 2 === 0 ? "admin" : "employee"];
    return { do: "set", principal, roles, isMember: rolesOf(account, principal).length > 0 };
  }
  return planned.do === "set"
    ? { ...planned, isMember: rolesOf(account, planned.principal).length > 0 }
    : planned;
}

/** Everybody who has access to the customer. */
const withAccess = (account: Account) =>
  [...people, ...groups].filter((principal) => hasAccess(account, principal));

/** What was asked for somebody who has lost all access, or cannot come to be, lapses some time soon: it ends here and now. */
async function clear(account: Account, stage: Stage, before: readonly string[]) {
  const lost = before.filter((principal) => !hasAccess(account, principal));
  for (const [which, request] of account.requests.entries()) {
    const isLost = lost.includes(request.principal ?? "");
    if (request.state !== "pending" || (!isLost && isFounded(account, request))) continue;
    await end(stage, which);
    request.state = "lapsed";
  }
}

/** Ends a request that may have ended by itself. */
const end = (stage: Stage, which: number) =>
  stage.callers[handlers[0] as string]?.post(
    `${stage.path}/access-requests/${stage.requests[which]}/decline`,
    {},
  );

const verbs = { approve, decline, withdraw };

/** Decides on one of the requests so far, the newest first. */
function decidingOn(by: string, verb: keyof typeof verbs, back: number): Command {
  return {
    check: ({ requests }) => requests.length > 0,
    run: async (account, stage) => {
      const which = account.requests.length - 1 - (back % account.requests.length);
      const request = `${stage.path}/access-requests/${stage.requests[which]}`;
      const answer = await stage.callers[by]?.post(
        `${request}/${verb}`,
        verb === "decline" ? {} : undefined,
      );
      if (!answer) throw new Error(`nobody is called ${by}`);
      const before = withAccess(account);
      const about = account.requests[which] as Waiting;
      const right = verbs[verb](account, by, about);
      // What meets somebody who is disabled stays open for the day when they are not.
      if (about.state === "lapsed" && answer.body.code !== "request_lapsed")
        await end(stage, which);
      await clear(account, stage, before);
      await compare(account, stage, outcomeOf(answer), right, answer.body);
    },
    toString: () => `${by} ${verb} ${back} back`,
  };
}

function turning(person: string, to: "disable" | "enable"): Command {
  return {
    check: () => true,
    run: async (account, stage) => {
      const answer = await turn(stage.callers, person, to);
      if (to === "disable") account.disabled.add(person);
      else account.disabled.delete(person);
      await compare(account, stage, outcomeOf(answer), "done", answer.body);
    },
    toString: () => `${to} ${person}`,
  };
}

// Owners and admins come first, and what was just asked for: most of what others try is refused.
const someone = fc.constantFrom("p0", "p0", "p0", "p1", "p1", ...people);
const decider = fc.constantFrom("p0", "p1", "p1", ...people, ...handlers);
const back = fc.constantFrom(0, 0, 0, 1, 2);
const person = fc.constantFrom(...people);
const group = fc.constantFrom("g0", ...groups);
const principal = fc.oneof({ weight: 3, arbitrary: person }, { weight: 1, arbitrary: group });
const role = fc.constantFrom("employee", "admin", "owner", ownRole);
const onProject = fc.constantFrom("reader", "admin");
const permissions = fc.subarray([
  "customer.members.view",
  "customer.members.grant",
  "customer.groups.manage",
  "customer.projects.access",
  "customer.things.view",
  "customer.edit",
]);

const acts: fc.WeightedArbitrary<Planned>[] = [
  { weight: 8, arbitrary: fc.record({ do: fc.constant("give" as const), principal, role }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("take" as const), principal, role }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("set" as const),
      principal,
      isMember: fc.constant(true),
      roles: fc.uniqueArray(role, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), principal }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("join" as const), group, person }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("quit" as const), group, person }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("give on project" as const),
      principal,
      role: onProject,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("take on project" as const),
      principal,
      role: onProject,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("define" as const), permissions }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("redefine" as const), permissions }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete role" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("widen" as const), permissions }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("lower" as const), which: fc.nat({ max: 9 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("ask for" as const),
      minApprovals: fc.integer({ min: 1, max: 3 }),
    }),
  },
];

const deciding = (verb: fc.Arbitrary<keyof typeof verbs>) =>
  fc.tuple(decider, verb, back).map((one) => decidingOn(...one));
const tried = fc.tuple(someone, fc.oneof(...acts)).map((one) => trying(...one));
const approved = deciding(fc.constant("approve"));
const ended = deciding(fc.constantFrom("decline", "withdraw"));
const turned = fc
  .tuple(person, fc.constantFrom("disable" as const, "enable" as const, "enable" as const))
  .map((one) => turning(...one));

/** Everything that can happen at the customer. */
export const steps: fc.Arbitrary<Command>[] = [
  tried,
  tried,
  tried,
  tried,
  tried,
  tried,
  approved,
  approved,
  approved,
  approved,
  ended,
  turned,
];
