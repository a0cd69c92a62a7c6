import * as z from "zod/mini";
import { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import { CustomerGroupBinding } from "../model/customer-group.ts";
import { lazy } from "../model/lazy.ts";
import { endsToTell, toldFrom } from "../model/reminder.ts";
import { firstEndOf } from "../model/role.ts";
import { collections } from "./collections.ts";
import { firstEndOn, onGroups } from "./customer-group-ends.ts";
import { due } from "./due.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";

type Binding = CustomerBinding & Partial<Pick<ProjectBinding, "project">>;

/** A binding on a customer, on a project or on groups of customers. */
const AnyBinding = lazy(() =>
  z.union([ProjectBinding(), CustomerBinding(), CustomerGroupBinding()]),
);
type AnyBinding = Binding | CustomerGroupBinding;

/** Where a binding is listed: by its first end, its principal, and what it is held on. */
function placeOf(binding: AnyBinding): { end: string; principal: string; project: string } {
  const { principal } = binding;
  if ("owner" in binding) return { end: firstEndOn(binding) ?? "", principal, project: onGroups };
  return { end: firstEndOf(binding.roles) ?? "", principal, project: binding.project ?? "" };
}

const keyOf = (customer: string, principal: string, project: string) => {
  if (project === onGroups) return keys["customer group binding"]({ principal, owner: customer });
  if (project) return keys["project binding"]({ principal, customer, project });
  return keys["customer binding"]({ principal, customer });
};

/** Under which index keys a binding is found by its ends: none when it has no end. */
export function endKeys(binding: Binding) {
  const { customer, principal, roles, project = "" } = binding;
  const end = firstEndOf(roles);
  return end && { ...indexed.end({ customer, principal, project, end }), ...reminderKeys(binding) };
}

/** When the sweep sees a binding to tell its holder of an end: never when there is none to tell of. */
export function reminderKeys({ customer, principal, roles, project, reminded }: Binding) {
  const [end] = endsToTell(roles, reminded);
  const id = `${principal}/${customer}/${project ?? ""}`;
  return end ? due({ at: toldFrom(end), kind: "end", id }) : undefined;
}

/** Bindings on a customer, its projects and its groups of customers with an end up to an instant, the first to end before the others. */
export const until = (customer: string, end: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["ends at a customer"]({ customer }),
    schema: AnyBinding() as z.ZodMiniType<AnyBinding>,
    positionOf: (binding) => {
      const { end, principal, project } = placeOf(binding);
      return `${end} ${principal} ${project}`;
    },
    keyAt: (position) => {
      const [end = "", principal = "", project = ""] = position.split(" ");
      return {
        ...keyOf(customer, principal, project),
        ...indexed.end({ customer, principal, project, end }),
      };
    },
    // Greater than whatever follows the instant in a key.
    range: { until: `${end}~` },
  });
