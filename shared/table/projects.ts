import { Project, projectQuota } from "../model/project.ts";
import { Refusal } from "../model/refusal.ts";
import { getMany, type Item } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { type PageOptions, page } from "./page.ts";
import { keys } from "./schema.ts";

export const parse = (item: Item | undefined): Project | undefined => item && Project().parse(item);

const keyOf = ({ customer, id }: Project) => keys.project({ customer, project: id });

const itemOf = (project: Project) => ({ ...project, kind: "project", v: 1, ...keyOf(project) });

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

/** A new project inside the customer's quota. */
export const create = (project: Project): Write[] => [
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

export const replace = (project: Project, version: number): Write => ({
  do: "put",
  key: keyOf(project),
  item: itemOf(project),
  ...onVersion({ ...project, version }),
  orElse: "outdated",
});

/** Takes a project away; its identifier is free again, its key never. */
export const remove = (project: Project): Write[] => [
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
];

/** Projects as they are now, in the order asked; unknown ones are left out. */
export async function byIds(customer: string, ids: readonly string[]): Promise<Project[]> {
  const items = await getMany(ids.map((project) => keys.project({ customer, project })));
  return items.flatMap((item) => parse(item) ?? []);
}

/** Projects of a customer, in the order of their ids. */
export const ofCustomer = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["projects of a customer"]({ customer }),
    schema: Project(),
    positionOf: ({ id }) => id,
    keyAt: (project) => keys.project({ customer, project }),
  });
