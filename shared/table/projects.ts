import {
  type Project,
  type ProjectCount,
  pendingDeletion,
  projectQuota,
  StoredProject,
} from "../model/project.ts";
import { Refusal } from "../model/refusal.ts";
import { tenantsAtMost } from "../model/tenant.ts";
import { get, getMany, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import * as formerProjects from "./former-projects.ts";
import { type Listing, type PageOptions, page } from "./page.ts";
import { parsing } from "./parsing.ts";
import { indexed, keys } from "./schema.ts";

export const parse = parsing(StoredProject);

const keyOf = ({ customer, id }: Project) => keys.project({ customer, project: id });

const itemOf = (project: StoredProject) => ({
  ...project,
  kind: "project",
  v: 1,
  ...keyOf(project),
  ...indexed.project({ ...project, projectKey: project.key, project: project.id }),
});

const counterOf = (customer: string) => keys.counter({ customer, counted: "projects", shard: "0" });

/** A project as it was read, and no later one of its name. */
const onVersion = ({ key, version }: Pick<Project, "key" | "version">) => ({
  when: "#key = :key AND version = :version",
  names: { "#key": "key" },
  values: { ":key": key, ":version": version },
});

/** The counter of a new customer's projects, with the number it allows. */
export const startCounting = (customer: string): Write =>
  add({ ...counterOf(customer), kind: "counter", n: 0, allotment: projectQuota }, "outdated");

/** How many projects a customer has, and how many it may have. */
export async function counted(customer: string): Promise<ProjectCount> {
  return numbersIn(await get(counterOf(customer)));
}

/** The same, among all counters of the customer. */
export const countedIn = (customer: string, counters: readonly Item[]): ProjectCount =>
  numbersIn(counters.find(({ sk }) => sk === counterOf(customer).sk));

const numbersIn = (counter: Item | undefined): ProjectCount => ({
  count: Number(counter?.n ?? 0),
  quota: Number(counter?.allotment ?? projectQuota),
});

/** Sets how many a customer may have, never less than there are when it is written: what comes and goes meanwhile holds it up no further. */
export function setQuota(customer: string, { count, quota: before }: ProjectCount, quota: number) {
  if (quota < count) throw tooFew(count);
  return {
    do: "update",
    key: counterOf(customer),
    set: "SET allotment = :quota",
    when: "n <= :quota AND allotment = :before",
    values: { ":quota": quota, ":before": before },
    orElse: (found) => (Number(found?.n) > quota ? tooFew(Number(found?.n)) : "outdated"),
  } satisfies Write;
}

const tooFew = (count: number) =>
  new Refusal("limit_reached", `The customer has ${count} projects already.`, {
    errors: [{ pointer: "/quota", message: "is less than there are" }],
  });

/** Checks that a customer has no project. */
export const none = (customer: string): Write => ({
  do: "check",
  key: counterOf(customer),
  when: "attribute_not_exists(n) OR n = :none",
  values: { ":none": 0 },
  orElse: "outdated",
});

/** Which of some customers have a project. */
export async function having(customers: readonly string[]): Promise<string[]> {
  const counters = await getMany(customers.map(counterOf));
  return customers.filter((_, i) => Number(counters[i]?.n ?? 0) > 0);
}

/** A new project inside the customer's quota. */
export const create = (project: StoredProject): Write[] => [
  add(
    itemOf(project),
    new Refusal("identifier_taken", `The customer already has a project ${project.id}.`, {
      errors: [{ pointer: "/id", message: "is taken" }],
    }),
  ),
  {
    do: "update",
    key: counterOf(project.customer),
    set: "SET n = n + :one",
    when: "n < allotment",
    values: { ":one": 1 },
    orElse: (found) =>
      new Refusal(
        "limit_reached",
        `The customer has all the ${found?.allotment} projects it may have.`,
      ),
  },
];

export const replace = (project: StoredProject, version: number): Write => ({
  do: "put",
  key: keyOf(project),
  item: itemOf(project),
  ...onVersion({ ...project, version }),
  orElse: "outdated",
});

/** One tenant more, on a project that stays, within the number it may have. Its version goes on: what is decided for all its tenants is planned anew. */
export const addTenant = (project: Pick<Project, "customer" | "id" | "key">): Write => ({
  do: "update",
  key: keys.project({ customer: project.customer, project: project.id }),
  set: "SET tenants = if_not_exists(tenants, :none) + :one, version = version + :one",
  when: "#key = :key AND #status = :active AND (attribute_not_exists(tenants) OR tenants < :most)",
  names: { "#key": "key", "#status": "status" },
  values: {
    ":key": project.key,
    ":active": "active",
    ":none": 0,
    ":one": 1,
    ":most": tenantsAtMost,
  },
  orElse: (found) => {
    if (found?.key !== project.key) return new Refusal("not_found");
    if (found.status !== "active") return pendingDeletion();
    return new Refusal("limit_reached", `A project has at most ${tenantsAtMost} tenants.`);
  },
});

/** One tenant fewer, and not the last, of a project that waits for all of them to go. */
export const removeTenant = ({ customer, id, key, deletion }: StoredProject): Write => ({
  do: "update",
  key: keys.project({ customer, project: id }),
  set: "SET tenants = tenants - :one, version = version + :one",
  when: "#key = :key AND deletion.#operation = :operation AND tenants > :one",
  names: { "#key": "key", "#operation": "operation" },
  values: { ":key": key, ":operation": deletion?.operation, ":one": 1 },
  orElse: "outdated",
});

/** Takes a project away; its identifier is free again, its key never. */
export const remove = (project: Project, now: Date): Write[] => [
  {
    do: "delete",
    key: keyOf(project),
    ...onVersion(project),
    orElse: "outdated",
  },
  {
    do: "update",
    key: counterOf(project.customer),
    set: "SET n = n - :one",
    values: { ":one": 1 },
  },
  formerProjects.remember(project, now),
];

/** Projects as they are now, in the order asked; unknown ones are left out. */
export async function byIds(customer: string, ids: readonly string[]): Promise<StoredProject[]> {
  const items = await getMany(ids.map((project) => keys.project({ customer, project })));
  return items.flatMap((item) => parse(item) ?? []);
}

/** Projects of a customer, in the order of their ids. */
export const ofCustomer = (customer: string, options: PageOptions) =>
  page(listOf(customer, options));

const listOf = (customer: string, options: PageOptions): Listing<StoredProject> => ({
  ...options,
  collection: collections["projects of a customer"]({ customer }),
  schema: StoredProject(),
  positionOf: ({ id }) => id,
  keyAt: (project) => keys.project({ customer, project }),
});

/** Projects of a customer that are not deleted, pending ones too, as they are now: what stands in the way of closing it. */
export const notDeleted = (customer: string, options: PageOptions) =>
  page({ ...listOf(customer, options), strong: true });
