import { eventIndexed } from "./event-keys.ts";
import { spread } from "./hashes.ts";
import { operationIndexed, operationKeys } from "./operation-keys.ts";
import { projectKeys } from "./project-keys.ts";
import { requestIndexed, requestKeys } from "./request-keys.ts";
import { thingIndexed, thingKeys } from "./thing-keys.ts";
import { type Of, treeIndexed, treeKeys } from "./tree-keys.ts";

/** Names that infra creates and every command uses. `due` projects keys only, the others everything. */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  ttl: "ttl",
  indexes: {
    gsi1: { partitionKey: "gsi1pk", sortKey: "gsi1sk" },
    gsi2: { partitionKey: "gsi2pk", sortKey: "gsi2sk" },
    due: { partitionKey: "duepk", sortKey: "duesk" },
  },
} as const;

type OnProject = Of<"principal" | "customer" | "project">;

/** Where an item is kept: one function per kind of item, from nothing but the ids it needs. `#` ends every id, since `acme` is a prefix of `acme-x`. */
export const keys = {
  identity: ({ identity }: Of<"identity">) => ({ pk: `ID#${identity}`, sk: "@" }),
  address: ({ email }: Of<"email">) => ({ pk: `A#${email}`, sk: "@" }),
  "address mails": ({ email }: Of<"email">) => ({ pk: `AI#${email}`, sk: "@" }),
  "open invitation": ({ email, customer }: Of<"email" | "customer">) => ({
    pk: `AI#${email}`,
    sk: `I#${customer}`,
  }),
  user: ({ user }: Of<"user">) => ({ pk: `U#${user}`, sk: "@" }),
  "user event": ({ user, event }: Of<"user" | "event">) => ({ pk: `U#${user}`, sk: `E#${event}` }),
  "search phrase": ({ principal, scope, phrase }: Of<"principal" | "scope" | "phrase">) => ({
    pk: `U#${principal}`,
    sk: `S#${scope}#${phrase}`,
  }),
  admins: () => ({ pk: "ADMINS", sk: "@" }),
  "user group": ({ group }: Of<"group">) => ({ pk: `U#${group}`, sk: "@" }),
  "group identifier": ({ owner, identifier }: Of<"owner" | "identifier">) => ({
    pk: `C#${owner}#`,
    sk: `GI#${identifier}`,
  }),
  membership: ({ principal, group }: Of<"principal" | "group">) => ({
    pk: `P#${principal}`,
    sk: `M#${group}`,
  }),
  "api user": ({ apiUser }: Of<"apiUser">) => ({ pk: `U#${apiUser}`, sk: "@" }),
  "api key": ({ apiUser, key }: Of<"apiUser" | "key">) => ({
    pk: `U#${apiUser}`,
    sk: `@K#${key}`,
  }),
  "platform role ends": ({ principal }: Of<"principal">) => ({
    pk: `U#${principal}`,
    sk: "@ENDS",
  }),
  "customer binding": ({ principal, customer }: Of<"principal" | "customer">) => ({
    pk: `P#${principal}`,
    sk: `B#C#${customer}#`,
  }),
  "project binding": ({ principal, customer, project }: OnProject) => ({
    pk: `P#${principal}`,
    sk: `P#${customer}#${project}#`,
  }),
  customer: ({ customer }: Of<"customer">) => ({ pk: `C#${customer}#`, sk: "@" }),
  gate: ({ customer, gate }: Of<"customer" | "gate">) => ({
    pk: `C#${customer}#`,
    sk: `@GATE#${gate}`,
  }),
  owners: ({ customer }: Of<"customer">) => ({ pk: `C#${customer}#`, sk: "@OWNERS" }),
  "former owners": ({ customer, until }: Of<"customer" | "until">) => ({
    pk: `E#${customer}#OWNERS`,
    sk: until,
  }),
  ...treeKeys,
  "custom roles": ({ owner }: Of<"owner">) => ({ pk: `C#${owner}#`, sk: "@ROLES" }),
  "role use": ({ customer, role, principal }: Of<"customer" | "role" | "principal">) => ({
    pk: `ROLE#${customer}#${role}`,
    sk: principal,
  }),
  "role use below": ({
    owner,
    role,
    principal,
    customer,
  }: Of<"owner" | "role" | "principal" | "customer">) => ({
    pk: `ROLE#${owner}#${role}`,
    sk: `${principal}#${customer}`,
  }),
  "project role use": ({ role, principal, customer, project }: Of<"role"> & OnProject) => ({
    pk: `ROLE#platform#${role}`,
    sk: `${principal}#${customer}#${project}`,
  }),
  counter: ({ customer, counted, shard }: Of<"customer" | "counted" | "shard">) => ({
    pk: `C#${customer}#`,
    sk: `N#${counted}#${shard}`,
  }),
  ...projectKeys,
  ...thingKeys,
  invitation: ({ customer, invitation }: Of<"customer" | "invitation">) => ({
    pk: `C#${customer}#`,
    sk: `I#${invitation}`,
  }),
  ...requestKeys,
  event: ({ customer, event }: Of<"customer" | "event">) => ({
    pk: `E#${customer}#0`,
    sk: event,
  }),
  task: ({ event }: Of<"event">) => ({ pk: `J#${event}`, sk: "@" }),
  letter: ({ event, recipient }: Of<"event" | "recipient">) => ({
    pk: `L#${event}`,
    sk: recipient,
  }),
  ...operationKeys,
  idempotency: ({ caller, key }: Of<"caller" | "key">) => ({ pk: `IK#${caller}#${key}`, sk: "@" }),
  rate: ({ caller, what, window }: Of<"caller" | "what" | "window">) => ({
    pk: `RT#${caller}#${what}#${window}`,
    sk: "@",
  }),
};

/** The id of an item that has a partition of its own: the way back from its key. */
export const idIn = (pk: string) => pk.slice(pk.indexOf("#") + 1);

/** The id, or the word, that an item among others of its owner is about. */
export const aboutIn = (sk: string): string | undefined => sk.split("#")[1];

/** True of where everything lies that a principal holds. */
export const isOfHoldings = (pk: string) =>
  pk === keys["customer binding"]({ principal: idIn(pk), customer: "" }).pk;

export const isOperation = (pk: string) => pk === keys.operation({ operation: idIn(pk) }).pk;

export const isTask = (pk: string) => pk === keys.task({ event: idIn(pk) }).pk;

/** True of the key of a user's record, or of a group's. */
export const isOfRecord = ({ pk, sk }: Of<"pk" | "sk">) =>
  pk === keys.user({ user: idIn(pk) }).pk && sk === "@";

/** True of the key under which it is kept when roles on the platform end. */
export const isOfPlatformEnds = ({ sk }: Of<"sk">) => sk === "@ENDS";

/** True of the key under which it is kept what somebody holds on groups of customers. */
export const isOfCustomerGroups = ({ sk }: Of<"sk">) => sk.startsWith("B#G#");

/** True of the key under which an API key is kept. */
export const isOfApiKey = ({ sk }: Of<"sk">) => sk.startsWith("@K#");

/** Partitions that the lists of all users, all customers and all projects are spread over: a page asks each of them. */
const listShards = 2;

export const shardsOfLists = Array.from({ length: listShards }, (_, shard) => String(shard));

/** Under which index keys an item is also found. */
export const indexed = {
  user: ({ user, email }: Of<"user" | "email">) => ({
    gsi1pk: `Z#U#${spread(user, listShards)}`,
    gsi1sk: email,
  }),
  admin: ({ user }: Of<"user">) => ({ gsi2pk: "Z#ADMINS", gsi2sk: user }),
  "search phrase": ({
    scope,
    start,
    phrase,
    principal,
  }: Of<"scope" | "start" | "phrase" | "principal">) => ({
    gsi1pk: `S#${scope}#${start}`,
    gsi1sk: `${phrase} ${principal}`,
  }),
  "user group": ({ owner, identifier }: Of<"owner" | "identifier">) => ({
    gsi1pk: `C#${owner}#G`,
    gsi1sk: identifier,
  }),
  membership: ({ group, principal }: Of<"group" | "principal">) => ({
    gsi1pk: `GM#${group}#0`,
    gsi1sk: principal,
  }),
  "api user": ({ owner, apiUser }: Of<"owner" | "apiUser">) => ({
    gsi1pk: `C#${owner}#A`,
    gsi1sk: apiUser,
  }),
  "api key": ({ owner, key }: Of<"owner" | "key">) => ({
    gsi1pk: `C#${owner}#K`,
    gsi1sk: key,
  }),
  "user event": ({ actor, event }: Of<"actor" | "event">) => ({
    gsi1pk: `Z#E#${spread(event, listShards)}`,
    gsi1sk: event,
    gsi2pk: `Z#EA#${actor}`,
    gsi2sk: event,
  }),
  "customer binding": ({ customer, principal }: Of<"customer" | "principal">) => ({
    gsi1pk: `C#${customer}#M#0`,
    gsi1sk: principal,
  }),
  "empty binding": ({ customer, principal }: Of<"customer" | "principal">) => ({
    gsi1pk: `C#${customer}#M0`,
    gsi1sk: principal,
  }),
  "project binding": ({ projectKey, principal }: Of<"projectKey" | "principal">) => ({
    gsi1pk: `PR#${projectKey}#M#0`,
    gsi1sk: principal,
  }),
  end: ({
    customer,
    end,
    principal,
    project,
  }: Of<"customer" | "end" | "principal" | "project">) => ({
    gsi2pk: `C#${customer}#ENDS`,
    gsi2sk: `${end}#${principal}#${project}`,
  }),
  customer: ({ customer }: Of<"customer">) => ({
    gsi1pk: `Z#S#${spread(customer, listShards)}`,
    gsi1sk: customer,
  }),
  "top customer": ({ customer }: Of<"customer">) => ({
    gsi2pk: `Z#TOP#${spread(customer, listShards)}`,
    gsi2sk: customer,
  }),
  project: ({ projectKey, customer, project }: Of<"projectKey" | "customer" | "project">) => ({
    gsi1pk: `Z#P#${spread(projectKey, listShards)}`,
    gsi1sk: `${customer}#${project}`,
  }),
  tenant: ({ asked, tenant }: Of<"asked" | "tenant">) => ({
    gsi1pk: `Z#T#${spread(tenant, listShards)}`,
    gsi1sk: `${asked}#${tenant}`,
  }),
  ...thingIndexed,
  ...treeIndexed,
  invitation: ({ inviter, customer, invitation }: Of<"inviter" | "customer" | "invitation">) => ({
    gsi2pk: `INV#${inviter}`,
    gsi2sk: `${customer}#${invitation}`,
  }),
  "access request": ({ request }: Of<"request">) => ({
    gsi1pk: `Z#R#${spread(request, listShards)}`,
    gsi1sk: request,
  }),
  ...requestIndexed,
  ...eventIndexed,
  ...operationIndexed,
};
