import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import { platform } from "../model/id.ts";
import type { Letter } from "../model/outbox.ts";
import { type HeldRoles, isLive } from "../model/role.ts";
import type { User } from "../model/user.ts";
import * as ancestry from "./ancestry.ts";
import type { Carrier } from "./carriers.ts";
import * as customerGroups from "./customer-groups.ts";
import * as customers from "./customers.ts";
import * as standings from "./standings.ts";
import * as userGroups from "./user-groups.ts";

/** What lets a person in at the customer of a letter, read by keys alone, as the mailer may; nothing is read for a letter about no customer, or about a group of them. */
export async function letInBy(
  user: User | undefined,
  { customer, customerGroup, through: group }: Letter,
) {
  if (!user || !customer || customerGroup) return nothing;
  const line = await ancestry.lineOf(customer);
  const found = await standings.read([user.id, ...(group ? [group] : [])], line);
  const { binding, through } = found.standings.get(user.id) as standings.Standing;
  const spokenOf = found.standings.get(group ?? user.id) as standings.Standing;
  const now = new Date();
  const isGiving = ({ roles }: { roles: HeldRoles }) =>
    Object.values(roles).some((role) => isLive(role, now));
  return {
    /** What they hold there themselves. */
    own: holdsRoles(binding) ? binding : undefined,
    /** Names of what lets them in besides, ended or not. */
    ...(await namesOf(user.id, through)),
    /** True when whoever the letter speaks of, the person or the group, has access there that has not ended. */
    isLetIn: [spokenOf.binding ?? [], spokenOf.through].flat().some(isGiving),
  };
}

const nothing = {
  own: undefined as CustomerBinding | undefined,
  letInBy: [] as string[],
  letInFrom: [] as string[],
  isLetIn: false,
};

/** The groups that somebody is in, and from where they have roles of their own: a customer above, or a group of customers. */
async function namesOf(principal: string, through: readonly Carrier[]) {
  const groups = through.flatMap((one) => (one.principal === principal ? [] : [one.principal]));
  const own = through.filter((one) => one.principal === principal);
  const places = own.map(({ customer, on }) => on?.owner ?? customer);
  const [ofPeople, ofCustomers, above] = await Promise.all([
    userGroups.byIds([...new Set(groups)]),
    customerGroups.byIds([...new Set(own.flatMap(({ on }) => on?.group ?? []))]),
    customers.byIds([...new Set(places)].filter((one) => one !== platform)),
  ]);
  const fromPlatform = own.some(({ on }) => on?.owner === platform);
  const named = ({ displayName }: { displayName: string }) => displayName;
  const from = [...above, ...ofCustomers].map(named);
  return {
    letInBy: ofPeople.map(named),
    letInFrom: [...new Set([...from, ...(fromPlatform ? ["the platform"] : [])])],
  };
}
