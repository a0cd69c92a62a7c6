import type { CustomerBinding } from "../model/binding.ts";
import { type Owners, ownersAfter, replacedOwners } from "../model/owners.ts";
import { Refusal } from "../model/refusal.ts";
import { changesNothing, type RoleChange, withoutRole } from "../model/role-change.ts";
import type { User } from "../model/user.ts";
import * as bindings from "./bindings.ts";
import { Outdated, type Write } from "./commit.ts";
import * as customers from "./customers.ts";
import type { MemberRead } from "./members.ts";
import * as owners from "./owners.ts";
import { type Changing, type Subject, stepOf } from "./role-change-step.ts";

/** Whose roles change at which customer, and who changes them. */
export interface Setting extends Changing {
  principal: string;
  places: Owners;
  caller: User;
  /** The caller's own roles, as the decision knew them. */
  callerBinding: CustomerBinding | undefined;
  /** The caller's role that allows it, checked again with the write. */
  allowedBy: string;
}

export interface Planned {
  writes: Write[];
  binding: CustomerBinding | undefined;
  event?: string;
}

/** Everything that a change of customer roles writes: owner places, and for everybody whose roles change binding, event, and the letter or task that follows. */
export function plan(setting: Setting, member: MemberRead, change: RoleChange): Planned {
  const { binding, user, active } = member;
  if (changesNothing(change)) return { writes: [], binding };
  if (change.given.length > 0 && user?.status !== "active" && user?.status !== "invited")
    throw new Refusal(user ? "user_unavailable" : "not_found");
  const { principal, places, caller, now } = setting;
  const subject = { principal, user, binding };
  const step = stepOf(setting, subject, change);
  const given = { event: step.event, by: caller.id };
  const after = ownersAfter(places, principal, change, given, active, now);
  const replaced = after ? replacedIn(member, places, after, principal) : [];
  return {
    binding: step.next,
    event: step.event,
    writes: [
      ...(after ? [owners.replace(after)] : []),
      ...checks(setting, change, after !== undefined, [subject, ...replaced]),
      ...step.writes,
      ...replaced.flatMap((former) => dethroned(setting, former, principal)),
    ],
  };
}

/** The owners, none of them live, whose place an appointment takes. */
const replacedIn = (
  { ownerBindings }: MemberRead,
  before: Owners,
  after: Owners,
  appointed: string,
): Required<Pick<Subject, "principal" | "binding">>[] =>
  ownerBindings
    .filter(({ principal }) => principal !== appointed)
    .filter(({ principal }) => replacedOwners(before, after).includes(principal))
    .map((binding) => ({ principal: binding.principal, binding }));

/** Who lost their place loses the role with it. */
function dethroned(setting: Setting, former: Subject, appointed: string): Write[] {
  const { caller, now } = setting;
  const change = withoutRole(former.binding?.roles ?? {}, "owner", caller.id, now);
  return stepOf(setting, former, change, `The place of owner went to ${appointed}`).writes;
}

/** Only what gives power is checked against rights lost meanwhile. An owner's own right is checked by the places, a right on a binding that changes by its version. */
function checks(
  { customer, caller, callerBinding, allowedBy, now }: Setting,
  change: RoleChange,
  changesOwners: boolean,
  subjects: readonly Subject[],
): Write[] {
  if (change.given.length === 0) return [];
  const own = subjects.find(({ principal }) => principal === caller.id);
  if (own && !isSame(own.binding, callerBinding)) throw new Outdated("the caller's own roles");
  const isCovered = own !== undefined || (changesOwners && allowedBy === "owner");
  return [
    customers.isOpen(customer),
    ...(isCovered ? [] : [bindings.stillHolds(caller.id, customer, allowedBy, now)]),
  ];
}

const isSame = (one: CustomerBinding | undefined, other: CustomerBinding | undefined) =>
  one?.version === other?.version && one?.since === other?.since;
