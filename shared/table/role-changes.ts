import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import type { HeldGrant } from "../model/grant.ts";
import { isGroupId } from "../model/id.ts";
import {
  lastingOwner,
  losesLast,
  type Owners,
  ownersAfter,
  replacedOwners,
} from "../model/owners.ts";
import { Refusal } from "../model/refusal.ts";
import { ownersNamed } from "../model/role.ts";
import { changesNothing, type RoleChange, withoutRole } from "../model/role-change.ts";
import { isAvailable, shownOf, type User } from "../model/user.ts";
import { shownGroupOf } from "../model/user-group.ts";
import type { Write } from "./commit.ts";
import * as gates from "./gates.ts";
import type { MemberRead } from "./members.ts";
import { ownerless } from "./ownerless.ts";
import * as owners from "./owners.ts";
import * as rights from "./rights.ts";
import { type Changing, type Subject, stepOf } from "./role-change-step.ts";
import * as roleUses from "./role-uses.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Whose roles change at which customer, and who changes them. */
export interface Setting extends Changing {
  principal: string;
  /** The places for owners of the customer, then of those above it. */
  places: readonly [Owners, ...Owners[]];
  caller: Pick<User, "id">;
  /** Takes everything that the principal holds itself, project access too. */
  isRemoval?: boolean;
  /** Takes nobody's place of owner, live or not: the same again would take it back. */
  displacesNobody?: boolean;
  /** What allows it to the caller, checked again with the write. */
  allowedBy: HeldGrant | undefined;
}

export interface Planned {
  writes: Write[];
  binding: CustomerBinding | undefined;
  event?: string;
  /** Groups through which customer access remains. */
  remainsThrough?: readonly string[];
  /** Customers above where roles are held that give it, too. */
  remainsAt?: readonly string[];
  /** Groups of customers, each of the one above or of the platform, on which such roles are held. */
  remainsOn?: readonly { id: string; owner: string }[];
  /** True when nothing of the binding is left: its project access goes too. */
  isGone?: boolean;
}

/** Everything that a change of customer roles writes: owner places, and for everybody whose roles change binding, event, and the letter or task that follows. */
export function plan(setting: Setting, member: MemberRead, change: RoleChange): Planned {
  const { binding, active } = member;
  if (changesNothing(change)) return { writes: [], binding };
  if (change.given.length > 0) mayBeGiven(setting, member, change);
  const { principal, caller, now } = setting;
  const [places, ...above] = setting.places;
  const subject = subjectOf(member, principal, binding);
  const step = stepOf(setting, subject, change, { isRemoval: setting.isRemoval === true });
  const given = { event: step.event, by: caller.id };
  const after = ownersAfter(places, principal, change, given, active, now, above);
  const replaced = after ? replacedIn(member, places, after, principal) : [];
  if (setting.displacesNobody && replaced.length > 0) throw new Refusal("owner_limit");
  return {
    binding: step.next,
    event: step.event,
    ...remaining(subject),
    isGone: step.isGone,
    writes: [
      ...(after
        ? [
            owners.replace(after),
            owners.remember(places, now),
            ...vouched(setting, member, after),
            ...ownerless(setting, member, after),
          ]
        : []),
      ...checks(setting, member, change, after !== undefined),
      ...step.writes,
      ...replaced.flatMap((former) => dethroned(setting, former, principal)),
    ],
  };
}

/** What lets somebody keep customer access besides. */
const remaining = ({ principal, through }: Subject) => ({
  remainsThrough: [
    ...new Set(through.flatMap((one) => (one.principal === principal ? [] : [one.principal]))),
  ],
  remainsAt: through.flatMap((one) =>
    one.principal === principal && !one.on ? [one.customer] : [],
  ),
  remainsOn: through.flatMap(({ principal: holder, on }) =>
    holder === principal && on ? [{ id: on.group, owner: on.owner }] : [],
  ),
});

/** Where the last owner goes, one of a customer above must still be there. */
function vouched({ places, line, now }: Setting, { active }: MemberRead, after: Owners): Write[] {
  const [before, ...above] = places;
  const found = losesLast(before, after, active, now) && lastingOwner(above, active, now);
  if (!found) return [];
  return [
    owners.isAsRead(found.owners),
    users.isActive(found.holder),
    ...gates.standBelow(line, found.owners.customer),
  ];
}

/** Refuses a role for whoever cannot hold it: people that are gone, groups of a customer that is neither this one nor above it, a group as owner. */
function mayBeGiven({ principal }: Setting, member: MemberRead, { given }: RoleChange) {
  const { user, group } = member;
  if (!isGroupId(principal)) {
    if (!user) throw new Refusal("not_found");
    if (!isAvailable(user)) throw new Refusal("user_unavailable");
    return;
  }
  if (!group) throw new Refusal("not_found", "There is no such group here, or above.");
  if (given.some(({ role }) => role === "owner")) throw new Refusal("group_owner");
}

function subjectOf(member: MemberRead, principal: string, binding?: CustomerBinding): Subject {
  const { user, group, through } = member;
  const shown = group ? shownGroupOf(group) : user?.id === principal && shownOf(user);
  return {
    principal,
    binding,
    through: through.get(principal) ?? [],
    shown: shown || (binding as CustomerBinding).shown,
  };
}

/** The owners, none of them live, whose place an appointment takes. */
const replacedIn = (
  member: MemberRead,
  before: Owners,
  after: Owners,
  appointed: string,
): Subject[] =>
  member.ownerBindings
    .filter(({ principal }) => principal !== appointed)
    .filter(({ principal }) => replacedOwners(before, after).includes(principal))
    .map((binding) => subjectOf(member, binding.principal, binding));

/** Who lost their place loses the role with it. */
function dethroned(setting: Setting, former: Subject, appointed: string): Write[] {
  const { caller, now } = setting;
  const change = withoutRole(former.binding?.roles ?? {}, "owner", caller.id, now);
  return stepOf(setting, former, change, { reason: `The place of owner went to ${appointed}` })
    .writes;
}

/** Only what gives power is checked against rights lost meanwhile. An owner's own right is checked by the places. */
function checks(
  { customer, line, principal, caller, allowedBy, now }: Setting,
  { binding, group }: MemberRead,
  change: RoleChange,
  changesOwners: boolean,
): Write[] {
  if (change.given.length === 0) return [];
  const isOwner =
    allowedBy?.level === "customer" && allowedBy.role === "owner" && allowedBy.line?.length === 1;
  const owning = [
    ...ownersNamed(change.given.map(({ role }) => role)),
    ...(group?.customer ? [group.customer] : []),
  ];
  return [
    gates.isOpen(customer),
    ...(changesOwners && isOwner ? [] : rights.stillHeld(caller.id, allowedBy, now, customer)),
    ...roleUses.give({ principal, customer, roles: change.given.map(({ role }) => role) }),
    // A group takes what it holds along when it goes: only a first role needs to know that it is there.
    ...(isGroupId(principal) && !holdsRoles(binding)
      ? [firstOf(principal, group?.customer === customer)]
      : []),
    // What belongs to a customer above counts only as long as that is above.
    ...owning.flatMap((owner) => gates.standBelow(line, owner)),
  ];
}

/** Whoever deletes a group, or puts somebody into it, looks itself at what it holds on its own customer. */
const firstOf = (group: string, isAtHome: boolean): Write =>
  isAtHome ? userGroups.stands(group) : userGroups.holdsMore(group);
