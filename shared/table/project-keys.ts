import type { Of } from "./tree-keys.ts";

/** Keys of projects and their tenants: a part of the schema. */
export const projectKeys = {
  project: ({ customer, project }: Of<"customer" | "project">) => ({
    pk: `C#${customer}#`,
    sk: `PR#${project}`,
  }),
  "former project": ({ customer, project, until }: Of<"customer" | "project" | "until">) => ({
    pk: `E#${customer}#PR#${project}`,
    sk: until,
  }),
  tenant: ({ customer, projectKey, tenant }: Of<"customer" | "projectKey" | "tenant">) => ({
    pk: `C#${customer}#`,
    sk: `T#${projectKey}#${tenant}`,
  }),
  "tenant identifier": ({ customer, cloud, name }: Of<"customer" | "cloud" | "name">) => ({
    pk: `C#${customer}#`,
    sk: `TI#${cloud}#${name}`,
  }),
};
