import { eventCollections } from "./event-collections.ts";
import { operationCollections } from "./operation-keys.ts";
import { requestCollections } from "./request-collections.ts";
import type { Of } from "./tree-keys.ts";

/** What one Query answers. */
export interface Collection {
  index?: "gsi1" | "gsi2" | "due";
  pk: string;
  startsWith?: string;
  before?: string;
}

/** What is asked for more than one item at a time: one function per access pattern. */
export const collections = {
  "a customer's record, gates and owners": ({ customer }: Of<"customer">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: "@",
  }),
  "customers of a principal": ({ principal }: Of<"principal">): Collection => ({
    pk: `P#${principal}`,
    startsWith: "B#C#",
  }),
  "what a principal holds on customers and groups of them": ({
    principal,
  }: Of<"principal">): Collection => ({ pk: `P#${principal}`, startsWith: "B#" }),
  "everything a principal holds": ({ principal }: Of<"principal">): Collection => ({
    pk: `P#${principal}`,
  }),
  "project access of a principal at a customer": ({
    principal,
    customer,
  }: Of<"principal" | "customer">): Collection => ({
    pk: `P#${principal}`,
    startsWith: `P#${customer}#`,
  }),
  "project access of a principal": ({ principal }: Of<"principal">): Collection => ({
    pk: `P#${principal}`,
    startsWith: "P#",
  }),
  "members of a customer": ({ customer }: Of<"customer">): Collection => ({
    index: "gsi1",
    pk: `C#${customer}#M#0`,
  }),
  "who holds no role of their own at a customer": ({ customer }: Of<"customer">): Collection => ({
    index: "gsi1",
    pk: `C#${customer}#M0`,
  }),
  "everything of a customer": ({ customer }: Of<"customer">): Collection => ({
    pk: `C#${customer}#`,
  }),
  "access of a principal to a customer": ({
    principal,
    customer,
  }: Of<"principal" | "customer">): Collection => ({
    pk: `P#${principal}`,
    startsWith: `B#C#${customer}#`,
  }),
  "members of a project": ({ projectKey }: Of<"projectKey">): Collection => ({
    index: "gsi1",
    pk: `PR#${projectKey}#M#0`,
  }),
  "ends at a customer": ({ customer }: Of<"customer">): Collection => ({
    index: "gsi2",
    pk: `C#${customer}#ENDS`,
  }),
  "who was given a role": ({ owner, role }: Of<"owner" | "role">): Collection => ({
    pk: `ROLE#${owner}#${role}`,
  }),
  admins: (): Collection => ({ index: "gsi2", pk: "Z#ADMINS" }),
  "groups of an owner": ({ owner }: Of<"owner">): Collection => ({
    index: "gsi1",
    pk: `C#${owner}#G`,
  }),
  "members of a group": ({ group }: Of<"group">): Collection => ({
    index: "gsi1",
    pk: `GM#${group}#0`,
  }),
  users: ({ shard, q }: Of<"shard" | "q">): Collection => ({
    index: "gsi1",
    pk: `Z#U#${shard}`,
    startsWith: q,
  }),
  customers: ({ shard, q }: Of<"shard" | "q">): Collection => ({
    index: "gsi1",
    pk: `Z#S#${shard}`,
    startsWith: q,
  }),
  "customers below no other": ({ shard }: Of<"shard">): Collection => ({
    index: "gsi2",
    pk: `Z#TOP#${shard}`,
  }),
  projects: ({ shard, q }: Of<"shard" | "q">): Collection => ({
    index: "gsi1",
    pk: `Z#P#${shard}`,
    startsWith: q,
  }),
  "customer groups of an owner": ({ owner }: Of<"owner">): Collection => ({
    index: "gsi1",
    pk: `C#${owner}#CG`,
  }),
  "customers of a group": ({ group }: Of<"group">): Collection => ({
    pk: `CG#${group}`,
    startsWith: "C#",
  }),
  "who was given a role on a customer group": ({
    owner,
    group,
  }: Of<"owner" | "group">): Collection => ({ pk: `CGP#${owner}#${group}` }),
  "sub-customers": ({ parent }: Of<"parent">): Collection => ({
    pk: `C#${parent}#`,
    startsWith: "SC#",
  }),
  "what begins with a phrase": ({
    scope,
    start,
    phrase,
  }: Of<"scope" | "start" | "phrase">): Collection => ({
    index: "gsi1",
    pk: `S#${scope}#${start}`,
    startsWith: phrase,
  }),
  "phrases of a principal": ({ principal }: Of<"principal">): Collection => ({
    pk: `U#${principal}`,
    startsWith: "S#",
  }),
  "API users of an owner": ({ owner }: Of<"owner">): Collection => ({
    index: "gsi1",
    pk: `C#${owner}#A`,
  }),
  "keys of an owner": ({ owner }: Of<"owner">): Collection => ({
    index: "gsi1",
    pk: `C#${owner}#K`,
  }),
  "an API user and its keys": ({ apiUser }: Of<"apiUser">): Collection => ({
    pk: `U#${apiUser}`,
    startsWith: "@",
  }),
  "projects of a customer": ({ customer }: Of<"customer">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: "PR#",
  }),
  "tenants of a project": ({
    customer,
    projectKey,
  }: Of<"customer" | "projectKey">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: `T#${projectKey}#`,
  }),
  "tenants that are to be deleted": ({ shard }: Of<"shard">): Collection => ({
    index: "gsi1",
    pk: `Z#T#${shard}`,
  }),
  "things of an owner": ({
    owner,
    things,
    shard,
    q,
  }: Of<"owner" | "things" | "shard" | "q">): Collection => ({
    index: "gsi1",
    pk: `O#${owner}#${things}#${shard}`,
    startsWith: q,
  }),
  "newest things of an owner": ({
    owner,
    things,
    shard,
  }: Of<"owner" | "things" | "shard">): Collection => ({
    index: "gsi2",
    pk: `O#${owner}#${things}#${shard}#N`,
  }),
  "things in a group": ({ group, shard, q }: Of<"group" | "shard" | "q">): Collection => ({
    index: "gsi1",
    pk: `TG#${group}#${shard}`,
    startsWith: q,
  }),
  "groups of things": ({ owner, things, q }: Of<"owner" | "things" | "q">): Collection => ({
    index: "gsi1",
    pk: `O#${owner}#${things}#G`,
    startsWith: q,
  }),
  "counters of an owner": ({ owner }: Of<"owner">): Collection => ({
    pk: `C#${owner}#`,
    startsWith: "N#",
  }),
  "counters of things": ({ owner, things }: Of<"owner" | "things">): Collection => ({
    pk: `C#${owner}#`,
    startsWith: `N#${things}#`,
  }),
  "invitations of a customer": ({ customer }: Of<"customer">): Collection => ({
    pk: `C#${customer}#`,
    startsWith: "I#",
  }),
  "open invitations to an address": ({ email }: Of<"email">): Collection => ({
    pk: `AI#${email}`,
    startsWith: "I#",
  }),
  "open invitations somebody sent": ({
    inviter,
    customer,
  }: Of<"inviter" | "customer">): Collection => ({
    index: "gsi2",
    pk: `INV#${inviter}`,
    startsWith: `${customer}#`,
  }),
  "open invitations somebody sent anywhere": ({ inviter }: Of<"inviter">): Collection => ({
    index: "gsi2",
    pk: `INV#${inviter}`,
  }),
  ...requestCollections,
  "former owners of a customer": ({ customer }: Of<"customer">): Collection => ({
    pk: `E#${customer}#OWNERS`,
  }),
  "former projects of an identifier": ({
    customer,
    project,
  }: Of<"customer" | "project">): Collection => ({
    pk: `E#${customer}#PR#${project}`,
  }),
  ...eventCollections,
  ...operationCollections,
  "what has waited too long": ({ kind, shard, now }: Of<"kind" | "shard" | "now">): Collection => ({
    index: "due",
    pk: `DUE#${kind}#${shard}`,
    before: now,
  }),
};

/** Where a list of one index goes on in one of its shards. */
export const indexKeyIn = ({ index = "gsi1", pk }: Collection, position: string) => ({
  [`${index}pk`]: pk,
  [`${index}sk`]: position,
});
