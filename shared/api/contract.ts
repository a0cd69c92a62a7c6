import * as z from "zod/mini";
import type { Permission } from "../access/permissions.ts";
import {
  AccessRequestId,
  ApiKeyId,
  ApiUserId,
  CustomerGroupId,
  GroupId,
  Identifier,
  InvitationId,
  OperationId,
  PrincipalId,
  TenantId,
  UserId,
} from "../model/id.ts";
import { perName } from "../model/per-name.ts";
import type { RefusalCode } from "../model/refusal.ts";
import { CustomerRoleId, PlatformRoleId, ProjectRoleId } from "../model/role.ts";
import { NamedThingGroup } from "../model/thing-group-id.ts";
import { isThingKind, ThingId, type ThingKind, ThingKindName } from "../model/thing-kind.ts";

type Schema = () => z.ZodMiniType;

/** What an endpoint promises. Route, rights, checks, documentation and tests are derived from it. */
export interface Contract {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: `/${string}`;
  /** One line that says what it does. */
  summary: string;
  /** `anyone` needs no token, `signed-in` any user; otherwise one of these permissions on what the path names. */
  allows: "anyone" | "signed-in" | readonly Permission[];
  /** Whoever it is about may do it, too, whatever else they may: nobody is kept in what they want to leave. */
  leaves?: true;
  /** Only people may, whatever permissions an API user has. */
  keptForPeople?: true;
  query?: Schema;
  body?: Schema;
  returns?: Schema;
  /** True when it answers pages of `returns`. */
  lists?: boolean;
  /** The field of its answer that a dry run fills, page by page. */
  previews?: string;
  /** Status of success; 200 unless said. */
  status?: 200 | 201 | 202 | 204;
  /** What it answers besides the refusals that every endpoint has. */
  refuses?: readonly RefusalCode[];
  /** `required`: a change names the version it was read at; `of others`, since not everybody can read what they leave. */
  ifMatch?: "required" | "required of others" | "honoured";
  /** `<noun>.<verb>` of the GET that answers a request repeated with the same Idempotency-Key. */
  replays?: string;
  /** A request repeated with the same Idempotency-Key goes on where the first one stopped. */
  resumes?: boolean;
  /** Gives somebody more: where several people must agree, it answers 202 with the request that waits. */
  mayWait?: true;
  /** `?dryRun=true` answers with 200 what would happen, and does nothing. */
  foresees?: true;
  /** Goes on while the customer is disabled, since it only takes away. */
  whenDisabled?: boolean;
  /** Largest body in bytes; 64 KB unless said. */
  largest?: number;
  /** Media type of the answer when it is not JSON. A list has a line for each item then, and the next page in the header Link. */
  media?: string;
  /** What body and answer are for each kind of things, where `{things}` in the path names the kind. */
  ofKind?: (kind: ThingKind) => Partial<Record<"body" | "returns", Schema>>;
}

/** A contract as it is for the kind of things that a path names. */
export const contractFor = (contract: Contract, kind: string | undefined): Contract =>
  contract.ofKind && isThingKind(kind) ? { ...contract, ...contract.ofKind(kind) } : contract;

/** Declares a contract, keeping its exact type. */
export const contract = <const C extends Contract>(promise: C): C => promise;

export const largestBody = 64 * 1024;

type Names<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;
type Parsed<S> = S extends () => infer T
  ? T extends z.ZodMiniType
    ? z.infer<T>
    : never
  : undefined;

/** What a page of a list was asked with. */
export interface PageQuery {
  limit: number;
  /** Where the page before it ended. */
  after?: string | undefined;
}

export interface Page<T> {
  items: T[];
  nextCursor?: string | undefined;
}

export type Params<C extends Contract> = Record<Names<C["path"]>, string>;
export type Body<C extends Contract> = Parsed<C["body"]>;
export type Query<C extends Contract> = C extends { lists: true } | { previews: string }
  ? (Parsed<C["query"]> extends undefined ? object : Parsed<C["query"]>) & PageQuery
  : Parsed<C["query"]>;
type Given<S> = S extends () => infer T
  ? T extends z.ZodMiniType
    ? z.input<T>
    : never
  : undefined;
/** An answer that is not JSON, and what its headers say besides those of every answer. */
export interface Shown {
  page: string;
  headers?: Record<string, string>;
}

export type Answer<C extends Contract> = C["lists"] extends true
  ? Page<Given<C["returns"]>>
  : C["media"] extends string
    ? Shown
    : Given<C["returns"]>;

const params: Record<string, Schema> = {
  customer: Identifier,
  child: Identifier,
  customerGroup: CustomerGroupId,
  project: Identifier,
  tenant: TenantId,
  principal: PrincipalId,
  group: GroupId,
  invitation: InvitationId,
  operation: OperationId,
  user: UserId,
  apiUser: ApiUserId,
  key: ApiKeyId,
  accessRequest: AccessRequestId,
  things: ThingKindName,
  thing: ThingId,
  thingGroup: NamedThingGroup,
  asset: () => z.string(),
};

/** The names in a path, each with its schema; `role` is one of the level that the path is about. */
export const paramsOf = perName((path) =>
  [...path.matchAll(/{(\w+)}/g)].map(([, name = ""]) => {
    const schema = name === "role" ? roleOn(path) : params[name]?.();
    if (!schema) throw new Error(`{${name}} in ${path} has no schema in params`);
    return { name, schema };
  }),
);

const roleOn = (path: string) => {
  if (path.startsWith("/v1/platform/project-roles/")) return ProjectRoleId();
  if (path.startsWith("/v1/platform/customer-groups/")) return CustomerRoleId();
  if (path.startsWith("/v1/platform/")) return PlatformRoleId();
  return path.includes("/projects/") ? ProjectRoleId() : CustomerRoleId();
};
