import * as z from "zod/mini";
import { ListedCustomer } from "./customer.ts";
import { Identifier } from "./id.ts";
import { lazy } from "./lazy.ts";
import { ProjectCount } from "./project.ts";
import { ThingCounts } from "./thing-requests.ts";

/** What a customer has, and how many it may have. Projects whose deletion is pending count, too. */
export const Quotas = lazy(() =>
  z.extend(z.object({ customer: Identifier(), projects: ProjectCount() }), ThingCounts().shape),
);

/** The same of a customer among all, with what tells it from others. */
export const ListedQuotas = lazy(() =>
  z.extend(
    z.pick(ListedCustomer(), { displayName: true, parentId: true, status: true, tags: true }),
    Quotas().shape,
  ),
);
