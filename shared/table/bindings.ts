import { CustomerBinding, holdsRoles, ProjectBinding } from "../model/binding.ts";
import { isGroupId } from "../model/id.ts";
import type { Refusal } from "../model/refusal.ts";
import { endOf } from "../model/role.ts";
import { get, type Key } from "./client.ts";
import { absent, present, type Write } from "./commit.ts";
import { endKeys } from "./ends.ts";
import { holding } from "./holding.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";
import { tryDelete, tryUpdate } from "./trying.ts";

export const parse = parsing(CustomerBinding);

export const parseProject = parsing(ProjectBinding);

const keyOf = ({ principal, customer }: CustomerBinding) =>
  keys["customer binding"]({ principal, customer });

const projectKeyOf = ({ principal, customer, project }: ProjectBinding) =>
  keys["project binding"]({ principal, customer, project });

/** The customer binding at a key as it is now. */
export const at = async (key: Key) => parse(await get(key));

/** The customer binding of one principal as it is now. */
export const onCustomerOf = (customer: string, principal: string) =>
  at(keys["customer binding"]({ principal, customer }));

/** Over the very binding that was read, and what its holder had been told: versions alone would mistake a later binding for it. */
export const over = ({ version, since, reminded }: CustomerBinding) => ({
  when: `version = :version AND since = :since AND ${reminded ? "reminded = :reminded" : "attribute_not_exists(reminded)"}`,
  values: {
    ":version": version,
    ":since": since,
    ...(reminded && { ":reminded": reminded }),
  },
});

const overOrNone = (read: CustomerBinding | undefined) => (read ? over(read) : { when: absent });

/** What the holder was told of stays told, whoever changes the roles. */
const remembering = <T extends CustomerBinding>(binding: T, read: CustomerBinding | undefined) =>
  read?.reminded ? { ...binding, reminded: read.reminded } : binding;

/** A new member is to be found among the members: by the stream alone, since who is not found by name is by address. */
const beginsMembership = (binding: CustomerBinding, read: CustomerBinding | undefined) =>
  !isGroupId(binding.principal) && holdsRoles(binding) && !holdsRoles(read);

/** Writes a customer binding over the one that was read, or where none was. */
export const put = (binding: CustomerBinding, read: CustomerBinding | undefined): Write => ({
  do: "put",
  key: keyOf(binding),
  item: {
    ...remembering(binding, read),
    kind: "customer binding",
    ...(beginsMembership(binding, read) && { copies: "stale" }),
    ends: endOf(binding.roles),
    ...keyOf(binding),
    ...(holdsRoles(binding)
      ? indexed["customer binding"](binding)
      : indexed["empty binding"](binding)),
    ...endKeys(remembering(binding, read)),
  },
  ...overOrNone(read),
  orElse: "outdated",
});

/** Writes a project binding over the one that was read, or where none was. */
export const putProject = (binding: ProjectBinding, read: ProjectBinding | undefined): Write => ({
  do: "put",
  key: projectKeyOf(binding),
  item: {
    ...remembering(binding, read),
    kind: "project binding",
    ...projectKeyOf(binding),
    ...indexed["project binding"](binding),
    ...endKeys(remembering(binding, read)),
  },
  ...overOrNone(read),
  orElse: "outdated",
});

export const remove = (binding: CustomerBinding): Write => ({
  do: "delete",
  key: keyOf(binding),
  ...over(binding),
  orElse: "outdated",
});

export const removeProject = (binding: ProjectBinding): Write => ({
  do: "delete",
  key: projectKeyOf(binding),
  ...over(binding),
  orElse: "outdated",
});

/** A check of what a principal holds at a customer, by a condition. */
const checkOn = (
  principal: string,
  customer: string,
  condition: Pick<Write, "when" | "names" | "values">,
  orElse: NonNullable<Write["orElse"]>,
): Write => ({
  do: "check",
  key: keys["customer binding"]({ principal, customer }),
  ...condition,
  orElse,
});

/** Checks that the roles that allow an act are still held: rights lost meanwhile grant nothing. */
export const stillHolds = (
  principal: string,
  customer: string,
  roles: readonly string[],
  now: Date,
): Write => checkOn(principal, customer, holding("roles", roles, now), "forbidden");

/** Checks that a binding is still the one that was read, whatever roles it has by now: access that rests on it has not been interrupted. */
export const stillStands = (binding: CustomerBinding): Write => ({
  do: "check",
  key: keyOf(binding),
  when: "since = :since",
  values: { ":since": binding.since },
  orElse: "outdated",
});

/** Checks that a binding still gives customer access, ended or not, without having been interrupted. */
export const stillHoldsRoles = (binding: CustomerBinding): Write => ({
  ...stillStands(binding),
  when: "since = :since AND ends > :none",
  values: { ":since": binding.since, ":none": "" },
});

/** Checks that somebody holds nothing at a customer. */
export const holdsNothing = (
  principal: string,
  customer: string,
  orElse: NonNullable<Write["orElse"]>,
): Write => checkOn(principal, customer, { when: absent }, orElse);

/** Checks that somebody holds no roles at a customer: there may be a binding without any, where groups or customers above let them in. */
export const holdsNoRoles = (principal: string, customer: string, orElse: Refusal): Write =>
  checkOn(
    principal,
    customer,
    { when: `${absent} OR ends = :none`, values: { ":none": "" } },
    orElse,
  );

/** Checks that a principal holds at a customer just what was read, or still nothing. */
export const isAsRead = (
  principal: string,
  customer: string,
  read: CustomerBinding | undefined,
): Write => checkOn(principal, customer, overOrNone(read), "outdated");

/** Checks that a principal still has the very customer access that a project role rests on. */
export const stillMember = (binding: CustomerBinding, now: Date): Write => ({
  ...stillStands(binding),
  when: "since = :since AND ends > :now",
  values: { ":since": binding.since, ":now": now.toISOString() },
});

/** Has a binding show what its principal looks like now; its version stays, since nobody changed the roles. */
export const show = (key: Key, shown: CustomerBinding["shown"]) =>
  tryUpdate({
    key,
    set: "SET shown = :shown",
    when: present,
    values: { ":shown": shown },
  });

/** Says that a member is found among the members, if it is still the same membership. */
export const markFresh = (principal: string, customer: string, since: string) =>
  tryUpdate({
    key: keys["customer binding"]({ principal, customer }),
    set: "REMOVE copies",
    when: "since = :since",
    values: { ":since": since },
  });

/** Takes a project binding away if it is still the one of that customer binding and project. False when another stands there. */
export async function drop(
  binding: Pick<ProjectBinding, "principal" | "customer" | "project" | "projectKey" | "under">,
  { mayBeGone, ofAnyAccess }: { mayBeGone: boolean; ofAnyAccess: boolean },
) {
  const { principal, customer, project, projectKey, under } = binding;
  const isTheOne = ofAnyAccess ? "projectKey = :key" : "projectKey = :key AND #under = :under";
  return tryDelete({
    key: keys["project binding"]({ principal, customer, project }),
    when: mayBeGone ? `attribute_not_exists(pk) OR (${isTheOne})` : isTheOne,
    ...(!ofAnyAccess && { names: { "#under": "under" } }),
    values: { ":key": projectKey, ...(!ofAnyAccess && { ":under": under }) },
  });
}
