import * as z from "zod/mini";
import type { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { lazy } from "../model/lazy.ts";
import * as bindings from "./bindings.ts";
import { getMany, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import { type PageOptions, page } from "./page.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";

const Held = lazy(() => z.looseObject({ kind: z.string(), pk: z.string(), sk: z.string() }));

/** What a principal holds on customers, then on groups of them and on projects, some of it; project bindings that rest on nothing any more are left out, and those on projects that give nobody access. */
export async function ofPrincipal(principal: string, options: PageOptions) {
  const collection = collections["everything a principal holds"]({ principal });
  const { items, nextCursor } = await page({
    ...options,
    strong: true,
    collection,
    schema: Held(),
    positionOf: ({ sk }) => sk,
    keyAt: (sk) => ({ pk: collection.pk, sk }),
  });
  const found = items.map(placeOf);
  const onProjects = found.flatMap((place) => (place && "project" in place ? [place] : []));
  const wanted = [...new Set(onProjects.map(({ customer }) => customer))];
  const read = await getMany([
    ...wanted.map((customer) => keys["customer binding"]({ principal, customer })),
    ...onProjects.map(keys.project),
  ]);
  const since = new Map(wanted.map((customer, i) => [customer, bindings.parse(read[i])?.since]));
  const current = new Set(
    onProjects.filter(({ customer, projectKey, under }, i) => {
      const project = projects.parse(read[wanted.length + i]);
      const isOpen = project?.status === "active" && project.key === projectKey;
      return isOpen && under === since.get(customer);
    }),
  );
  const places = found.flatMap((place) =>
    place && (!("project" in place) || current.has(place)) ? [place] : [],
  );
  return { places, nextCursor };
}

const placeOf = (
  item: Item,
): CustomerBinding | CustomerGroupBinding | ProjectBinding | undefined => {
  if (item.kind === "customer binding") return bindings.parse(item);
  if (item.kind === "customer group binding") return customerGroupBindings.parse(item);
  return item.kind === "project binding" ? bindings.parseProject(item) : undefined;
};
