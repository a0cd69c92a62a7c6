import { permissionsOf } from "../../shared/access/decide.ts";
import * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import type { HeldGrant } from "../../shared/model/grant.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { User } from "../../shared/model/user.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as owners from "../../shared/table/owners.ts";
import * as rates from "../../shared/table/rates.ts";
import * as rights from "../../shared/table/rights.ts";
import * as users from "../../shared/table/users.ts";
import { creating, type Moving } from "./moving.ts";
import { mayCallBelow } from "./parent.ts";

const managing = "customer.sub-customers.manage";

/** Checks of what allows to take the customer from where it is: owning it, and managing the customers below its parent. A role that is held above holds on the parent, too. */
export function rightsToLeave({ caller, customer, decision, now }: Moving): Write[] {
  const isHeldAbove = ({ level, line = [] }: HeldGrant) => level === "customer" && line.length > 1;
  const onParent = decision.grants.find(
    (grant) => isHeldAbove(grant) && permissionsOf(grant, decision.customRoles).includes(managing),
  );
  if (customer.parentId !== undefined && !onParent) throw lacking(customer.parentId);
  const owning = decision.grantOf("customer.owners.manage");
  const grants = [owning, onParent].flatMap((grant) => grant ?? []);
  return rights.allStillHeld(caller.id, grants, now, customer.id);
}

const lacking = (customer: string) =>
  new Refusal("forbidden", `This takes the permission ${managing} on ${customer}, too.`);

/** Checks of what allows to bring it below another. */
export function rightsToBelow({ caller, ahead, now }: Moving, parent: string): Write[] {
  const needed = { ...api.customers.move, allows: [managing] } as const;
  const decision = mayCallBelow(parent, needed, { ...ahead, caller }, now);
  return rights.stillHeld(caller.id, decision.grantOf(managing), now, parent);
}

/** Checks of what allows to bring it to the top: what it takes to create a customer there, and an owner of its own who stays. */
export function rightsToTop(request: Moving, people: readonly User[]): Write[] {
  const { caller, decision, now } = request;
  const allowing = decision.grantOf(creating);
  if (!env.selfService && !allowing)
    throw new Refusal("self_service_off", undefined, {
      ...(env.registrationUrl && { about: { registrationUrl: env.registrationUrl } }),
    });
  return [
    ...ownedBySomebody(request, people),
    ...(allowing ? rights.stillHeld(caller.id, allowing, now) : [rates.countCustomer(caller.id)]),
  ];
}

/** No owner above counts any more, so one of its own must be there, without an end. */
function ownedBySomebody({ owners: { places, ...owned } }: Moving, people: readonly User[]) {
  const isActive = (id: string) =>
    people.some((user) => user.id === id && user.status === "active");
  const stays = places.find(({ holder, until }) => until === undefined && isActive(holder));
  if (!stays)
    throw new Refusal(
      "owner_needed",
      "Make somebody owner of this customer itself, without an end, before you move it to the top.",
    );
  return [owners.isAsRead({ ...owned, places }), users.isActive(stays.holder)];
}
