import {
  type Account,
  isGroup,
  liveOwners,
  may,
  ownRole,
  permissionsIn,
  rolesOf,
  settle,
} from "./account.ts";
import { type Act, type Allowed, nothing } from "./act.ts";

type RolesAct = Extract<Act, { do: "give" | "set" | "take" | "remove" }>;

/** The roles that somebody has afterwards. */
function after(act: RolesAct, before: string[]): string[] {
  if (act.do === "remove") return [];
  if (act.do === "set") return act.roles;
  const others = before.filter((role) => role !== act.role);
  return act.do === "give" ? [...others, act.role] : others;
}

const granting = ["grant", "edit"].map((one) => `customer.members.${one}`);

/** What the rules say when the roles of a person or a group change. */
export function rolesChanged(account: Account, by: string, act: RolesAct): Allowed | undefined {
  const { principal } = act;
  const before = rolesOf(account, principal);
  if (!mayTry(account, by, act, before)) return undefined;
  const wanted = after(act, before);
  const given = wanted.filter((role) => !before.includes(role));
  const taken = before.filter((role) => !wanted.includes(role));
  if (given.includes(ownRole) && !account.custom) return undefined;
  if (given.length + taken.length === 0) return nothing;
  const toTakeThem = by === principal ? [] : toTake(before, wanted, taken);
  const takes = [...toGive(account, before, given), ...toTakeThem];
  if (!takes.every((right) => may(account, by, right))) return undefined;
  if (!canHave(account, principal, given)) return undefined;
  const places = placesAfter(account, by, principal, given, taken);
  if (!places) return undefined;
  const change = () => {
    account.roles[principal] = new Set(wanted);
    for (const { holder } of account.places)
      if (!places.some((place) => place.holder === holder)) account.roles[holder]?.delete("owner");
    account.places = places;
    if (act.do === "remove") delete account.onProject[principal];
    settle(account);
  };
  const isAppointment = given.includes("owner") && isLiveOwner(account, by);
  // Owners make owners by themselves, and give nothing else on the way.
  const gained = given.filter(
    (role) => !(isAppointment && role === "owner") && !isLower(role, taken),
  );
  if (gained.length === 0) return { change };
  const claims = gained.map((role) => `${principal} as ${role}`);
  return { gains: { principal, takes: toGive(account, before, gained), claims }, change };
}

/** Each gives all that those after it give. */
const ranks = ["owner", "admin", "employee"];

/** Whether a role comes in the place of a higher one, so that nothing is gained. */
const isLower = (role: string, taken: string[]) =>
  ranks.slice(0, Math.max(ranks.indexOf(role), 0)).some((higher) => taken.includes(higher));

/** Whether somebody gets as far as saying which roles they mean. */
function mayTry(account: Account, by: string, act: RolesAct, before: string[]): boolean {
  const isGiving = act.do === "give" || act.do === "set";
  const rights = [...granting, "customer.owners.manage"];
  if (isGiving && !rights.some((right) => may(account, by, right))) return false;
  const changing = [...rights, "customer.members.remove"];
  if (by !== act.principal && !changing.some((right) => may(account, by, right))) return false;
  if (act.do === "set") return act.isMember === before.length > 0;
  return isGiving || before.length > 0;
}

/** Nothing is given to who is disabled, nor are groups owners. */
const canHave = ({ disabled }: Account, principal: string, given: string[]) =>
  given.length === 0 ||
  !(disabled.has(principal) || (given.includes("owner") && isGroup(principal)));

const isLiveOwner = (account: Account, person: string) =>
  liveOwners(account).some(({ holder }) => holder === person);

/** What giving roles takes: the right to, and everything that is in them; the owner role follows a rule of its own. */
function toGive(account: Account, before: string[], given: string[]): string[] {
  if (given.length === 0) return [];
  const others = given.filter((role) => role !== "owner");
  const isFirst = before.length === 0;
  return [
    ...(given.length > others.length || before.includes("owner") ? ["customer.owners.manage"] : []),
    ...(others.length > 0 ? [`customer.members.${isFirst ? "grant" : "edit"}`] : []),
    ...others.flatMap((role) => permissionsIn(account, role)),
  ];
}

/** What taking roles from others takes; only owners touch what an owner holds. */
function toTake(before: string[], wanted: string[], taken: string[]): string[] {
  if (taken.length === 0) return [];
  return [
    ...(before.includes("owner") ? ["customer.owners.manage"] : []),
    ...(taken.some((role) => role !== "owner")
      ? [`customer.members.${wanted.length === 0 ? "remove" : "edit"}`]
      : []),
  ];
}

/** The two places afterwards; undefined when there is none left, or when no live owner would be. */
function placesAfter(
  account: Account,
  by: string,
  principal: string,
  given: string[],
  taken: string[],
): Account["places"] | undefined {
  const { places } = account;
  const others = places.filter(({ holder }) => holder !== principal);
  if (given.includes("owner")) {
    if (others.length < 2) return [...others, { holder: principal, by }];
    const isFree = liveOwners({ ...account, places: others }).length === 0;
    return isFree ? [...others.slice(1), { holder: principal, by }] : undefined;
  }
  if (!taken.includes("owner")) return places;
  const hadLive = liveOwners(account).length > 0;
  const hasLive = liveOwners({ ...account, places: others }).length > 0;
  const { by: giver = principal } = places.find(({ holder }) => holder === principal) ?? {};
  const isDeclining = by === principal && giver !== principal;
  return hadLive && !hasLive && !isDeclining ? undefined : others;
}
