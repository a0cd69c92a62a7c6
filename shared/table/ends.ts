import * as z from "zod/mini";
import { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import { lazy } from "../model/lazy.ts";
import { endsToTell, toldFrom } from "../model/reminder.ts";
import { firstEndOf } from "../model/role.ts";
import { collections } from "./collections.ts";
import { due } from "./due.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";

type Binding = CustomerBinding & Partial<Pick<ProjectBinding, "project">>;

/** A binding on a customer or, when it names one, on a project. */
const AnyBinding = lazy(() => z.union([ProjectBinding(), CustomerBinding()]));

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

/** Bindings on a customer and its projects with an end up to an instant, the first to end before the others. */
export const until = (customer: string, end: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["ends at a customer"]({ customer }),
    schema: AnyBinding(),
    positionOf: ({ principal, roles, project = "" }: Binding) =>
      `${firstEndOf(roles)} ${principal} ${project}`,
    keyAt: (position) => {
      const [end = "", principal = "", project = ""] = position.split(" ");
      return {
        ...(project
          ? keys["project binding"]({ principal, customer, project })
          : keys["customer binding"]({ principal, customer })),
        ...indexed.end({ customer, principal, project, end }),
      };
    },
    // Greater than whatever follows the instant in a key.
    range: { until: `${end}~` },
  });
