import { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import { isApiUserId } from "../model/caller.ts";
import { parseProject } from "./bindings.ts";
import { type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { type Listing, type Page, type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";

/** Members of a customer, in the order of their ids. */
export const onCustomer = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["members of a customer"]({ customer }),
    schema: CustomerBinding(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys["customer binding"]({ principal, customer }),
      ...indexed["customer binding"]({ principal, customer }),
    }),
  });

/** Who holds no role of their own at a customer, in the order of their ids. */
export const withoutRoles = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["who holds no role of their own at a customer"]({ customer }),
    schema: CustomerBinding(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys["customer binding"]({ principal, customer }),
      ...indexed["empty binding"]({ principal, customer }),
    }),
  });

/** Members of a project, in the order of their ids. */
export const onProject = (
  { customer, project, projectKey }: { customer: string; project: string; projectKey: string },
  options: PageOptions,
) =>
  page({
    ...options,
    collection: collections["members of a project"]({ projectKey }),
    schema: ProjectBinding(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys["project binding"]({ principal, customer, project }),
      ...indexed["project binding"]({ principal, projectKey }),
    }),
  });

/** Project bindings of a principal at a customer, in the order of the projects. */
export const projectsOf = (principal: string, customer: string, options: PageOptions) =>
  pageOf(principal, {
    ...options,
    strong: true,
    collection: collections["project access of a principal at a customer"]({ principal, customer }),
    schema: ProjectBinding(),
    positionOf: ({ project }) => project,
    keyAt: (project) => keys["project binding"]({ principal, customer, project }),
  });

/** Project bindings of a principal, in the order of customers and projects. */
export const allProjectsOf = (principal: string, options: PageOptions) =>
  page({
    ...options,
    strong: true,
    collection: collections["project access of a principal"]({ principal }),
    schema: ProjectBinding(),
    positionOf: ({ customer, project }) => `${customer} ${project}`,
    keyAt: (position) => {
      const [customer = "", project = ""] = position.split(" ");
      return keys["project binding"]({ principal, customer, project });
    },
  });

/** Customer bindings of a principal, in the order of the customers. */
export const ofPrincipal = (principal: string, options: PageOptions) =>
  pageOf(principal, {
    ...options,
    strong: true,
    collection: collections["customers of a principal"]({ principal }),
    schema: CustomerBinding(),
    positionOf: ({ customer }) => customer,
    keyAt: (customer) => keys["customer binding"]({ principal, customer }),
  });

/** An API user holds no bindings, so nobody looks for them. */
const pageOf = async <T>(principal: string, listing: Listing<T>): Promise<Page<T>> =>
  isApiUserId(principal) ? { items: [] } : page(listing);

/** The keys of everything a principal holds after some key, page by page. */
export async function* keysOf(principal: string, from?: Key): AsyncGenerator<Key[]> {
  let after = from;
  do {
    const collection = collections["everything a principal holds"]({ principal });
    const { items, last } = await query(collection, { strong: true, limit: 100, after });
    yield items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    after = last;
  } while (after);
}

/** Project bindings of a principal at a customer that rest on one customer binding: the first page with any, of those given before an event and after a project. */
export async function firstRestingOn(
  principal: string,
  customer: string,
  under: string,
  { given = "~", after }: { given?: string; after?: string | undefined } = {},
) {
  let from: Key | undefined =
    after === undefined
      ? undefined
      : keys["project binding"]({ principal, customer, project: after });
  do {
    const page = await restingOn(principal, customer, under, from);
    const earlier = page.bindings.filter(({ since }) => since < given);
    if (earlier.length > 0) return earlier;
    from = page.last;
  } while (from);
  return [];
}

async function restingOn(principal: string, customer: string, under: string, after?: Key) {
  const collection = collections["project access of a principal at a customer"]({
    principal,
    customer,
  });
  const { items, last } = await query(collection, { strong: true, limit: 200, after });
  const found = items.flatMap((item) => parseProject(item) ?? []);
  return { bindings: found.filter((binding) => binding.under === under), last };
}
