import { type Account, groupsOf, handlers, may, ownRole, people, type Waiting } from "./account.ts";
import type { Act } from "./act.ts";
import { judge } from "./acts.ts";

/** How an attempt ends. */
export type Outcome = "done" | "waits" | "refused";

/** Nobody decides about themselves or a group that they are in. */
const isInvolved = (account: Account, person: string, { principal }: Pick<Waiting, "principal">) =>
  person === principal || groupsOf(account, person).includes(principal ?? "");

type Standing = "eligible" | "handler" | undefined;

/** How somebody stands to what an act takes, whoever it is about. */
function rightOf(account: Account, person: string, { takes }: Pick<Waiting, "takes">): Standing {
  if (handlers.includes(person)) return "handler";
  return takes.every((permission) => may(account, person, permission)) ? "eligible" : undefined;
}

const standingOf = (account: Account, person: string, request: Waiting) =>
  isInvolved(account, person, request) ? undefined : rightOf(account, person, request);

const rolesIn = (act: Act): readonly string[] => {
  if (act.do === "redefine") return [ownRole];
  if (act.do === "set") return act.roles;
  return act.do === "give" ? [act.role] : [];
};

/** Whether a request can still come to be: whoever asked may still ask it, were they not disabled, and its role is there. */
export function isFounded(account: Account, request: Waiting): boolean {
  const disabled = new Set([...account.disabled].filter((person) => person !== request.by));
  const isRoleGone = rolesIn(request.act).includes(ownRole) && account.custom === undefined;
  return !isRoleGone && rightOf({ ...account, disabled }, request.by, request) !== undefined;
}

const eligibleFor = (account: Account, request: Waiting) =>
  people.filter((person) => standingOf(account, person, request) === "eligible");

/** Whether the words that count at this instant are enough. */
function isEnough(account: Account, request: Waiting): boolean {
  const needed = Math.max(request.needed, account.minApprovals);
  const of = (standing: Standing) =>
    [...request.words].filter((person) => standingOf(account, person, request) === standing).length;
  const [agreed, eligible] = [of("eligible"), eligibleFor(account, request).length];
  if (agreed >= needed) return true;
  if (eligible >= needed || agreed < eligible) return false;
  return (eligible === 1 && !account.hadTwo) || agreed + of("handler") >= needed;
}

/** Somebody tries something: it is done, waits for others, or is refused. */
export function attempt(account: Account, by: string, act: Act): Outcome {
  const allowed = judge(account, by, act);
  if (!allowed) return "refused";
  const { gains, change } = allowed;
  const request: Waiting = {
    by,
    act,
    takes: [],
    claims: [],
    ...gains,
    needed: account.minApprovals,
    words: new Set<string>(),
    state: "pending",
  };
  if (standingOf(account, by, request)) request.words.add(by);
  if (!gains || account.minApprovals === 1 || isEnough(account, request)) {
    change();
    return "done";
  }
  const open = account.requests.filter(({ state }) => state === "pending");
  const asked = open.flatMap(({ claims }) => claims);
  if (request.claims.some((claim) => asked.includes(claim))) return "refused";
  if (eligibleFor(account, request).length > 1) account.hadTwo = true;
  account.requests.push(request);
  return "waits";
}

const deciding = [
  "customer.members.grant",
  "customer.members.edit",
  "customer.owners.manage",
  "customer.projects.access",
  "customer.groups.manage",
  "customer.roles.manage",
  "customer.api-users.manage",
  "customer.edit",
];

const mayDecide = (account: Account, person: string) =>
  handlers.includes(person) || deciding.some((permission) => may(account, person, permission));

/** One person's word; with the last one needed the act is carried out, or lapses where it cannot be. */
export function approve(account: Account, by: string, request: Waiting): Outcome {
  if (!mayDecide(account, by)) return "refused";
  if (request.state === "approved" && request.words.has(by)) return "done";
  if (request.state !== "pending" || !standingOf(account, by, request)) return "refused";
  request.words.add(by);
  const isDecided = isEnough(account, request);
  if (eligibleFor(account, request).length > 1) account.hadTwo = true;
  if (!isDecided) return "done";
  const allowed = judge(account, request.by, request.act);
  const more = (allowed?.gains?.takes ?? []).filter((one) => !request.takes.includes(one));
  const isMore = !more.every((one) => isVouchedFor(account, request, one));
  request.state = allowed && !isMore ? "approved" : "lapsed";
  if (request.state === "lapsed") return "refused";
  allowed?.change();
  return "done";
}

/** A first role that has become a further one meanwhile takes another right: whoever agreed must have that, too. What it gives is another thing. */
const isVouchedFor = (account: Account, request: Waiting, right: string) =>
  /^customer\.members\.(grant|edit)$/.test(right) &&
  /\.members\.|owners\.manage/.test(String(request.takes[0])) &&
  [...request.words]
    .filter((person) => standingOf(account, person, request) === "eligible")
    .every((person) => may(account, person, right));

/** Whoever could agree may decline, also when it is about themselves. */
export function decline(account: Account, by: string, request: Waiting): Outcome {
  if (!mayDecide(account, by) || !rightOf(account, by, request)) return "refused";
  if (request.state !== "pending") return "refused";
  request.state = "declined";
  return "done";
}

export function withdraw(account: Account, by: string, request: Waiting): Outcome {
  if (by !== request.by || !may(account, by, "customer.view")) return "refused";
  if (request.state !== "pending") return "refused";
  request.state = "withdrawn";
  return "done";
}
