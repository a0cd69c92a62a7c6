import { Refusal } from "../model/refusal.ts";
import { StoredTenant, tenantsAtMost } from "../model/tenant.ts";
import { get } from "./client.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { mergedPage } from "./merged-page.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";

type Named = Pick<StoredTenant, "customer" | "platform" | "identifier">;

/** Names that differ only in their letters' case are the same. */
const identifierKey = ({ customer, platform, identifier }: Named) =>
  keys["tenant identifier"]({
    customer,
    cloud: platform.toLowerCase(),
    name: identifier.toLowerCase(),
  });

const keyOf = ({ customer, projectKey, id }: StoredTenant) =>
  keys.tenant({ customer, projectKey, tenant: id });

/** Only what is to be deleted is found by those who decide on it. */
const itemOf = ({ asked, ...tenant }: StoredTenant) => ({
  ...tenant,
  kind: "tenant",
  v: 1,
  ...keyOf(tenant),
  ...(asked && { asked, ...indexed.tenant({ asked, tenant: tenant.id }) }),
});

/** A new tenant. An item beside it keeps what it is called in its platform to one tenant of the customer. */
export const create = (tenant: StoredTenant): Write[] => [
  add(itemOf(tenant), "outdated"),
  add({ ...identifierKey(tenant), kind: "tenant identifier", tenant: tenant.id }, taken),
];

const taken = (found: Record<string, unknown> | undefined) =>
  new Refusal(
    "identifier_taken",
    "The customer has a tenant of this identifier on this platform already.",
    {
      errors: [{ pointer: "/identifier", message: "is taken" }],
      about: { tenant: String(found?.tenant) },
    },
  );

/** Over the very tenant that was read. */
const onVersion = ({ version }: StoredTenant) => ({
  when: "version = :version",
  values: { ":version": version },
  orElse: "outdated" as const,
});

/** Has all tenants of a project wait for a word about their deletion. */
export const ask = (
  tenants: readonly StoredTenant[],
  deletion: NonNullable<StoredTenant["deletion"]>,
  asked: string,
): Write[] =>
  tenants.map((tenant) =>
    replace(tenant, { status: "pending_deletion", deletion, asked }, deletion.requestedAt),
  );

/** Has those of a project that are left stay. */
export const keep = (tenants: readonly StoredTenant[], now: Date): Write[] =>
  tenants.map((tenant) =>
    replace(tenant, { status: "active", deletion: undefined, asked: undefined }, now.toISOString()),
  );

const replace = (
  tenant: StoredTenant,
  change: Partial<StoredTenant>,
  updatedAt: string,
): Write => ({
  do: "put",
  key: keyOf(tenant),
  item: itemOf({ ...tenant, ...change, updatedAt, version: tenant.version + 1 }),
  ...onVersion(tenant),
});

/** Takes a tenant away that is gone from its platform. */
export const remove = (tenant: StoredTenant): Write[] => [
  { do: "delete", key: keyOf(tenant), ...onVersion(tenant) },
  { do: "delete", key: identifierKey(tenant) },
];

/** A tenant of a project as it is now. */
export async function byId(customer: string, projectKey: string, tenant: string) {
  const item = await get(keys.tenant({ customer, projectKey, tenant }));
  return item && StoredTenant().parse(item);
}

interface Of {
  customer: string;
  key: string;
}

/** Tenants of a project, oldest first. */
export const ofProject = (
  { customer, key: projectKey }: Of,
  options: PageOptions & { strong?: boolean },
) =>
  page({
    ...options,
    collection: collections["tenants of a project"]({ customer, projectKey }),
    schema: StoredTenant(),
    positionOf: ({ id }) => id,
    keyAt: (tenant) => keys.tenant({ customer, projectKey, tenant }),
  });

/** All tenants of a project as they are now. */
export const all = async (project: Of) =>
  (await ofProject(project, { limit: tenantsAtMost, strong: true })).items;

/** Tenants of all customers that are to be deleted, in the order in which that was asked for. */
export const pending = (options: PageOptions) =>
  mergedPage({
    ...options,
    schema: StoredTenant(),
    positionOf: ({ asked, id, customer, projectKey }) => `${asked}/${id} ${customer} ${projectKey}`,
    collectionOf: (shard) => collections["tenants that are to be deleted"]({ shard }),
    keyAt: (position, shard) => {
      const [, asked = "", tenant = "", customer = "", projectKey = ""] =
        /^(.*)\/(.*) (.*) (.*)$/.exec(position) ?? [];
      const { gsi1sk } = indexed.tenant({ asked, tenant });
      return {
        ...keys.tenant({ customer, projectKey, tenant }),
        ...indexKeyIn(collections["tenants that are to be deleted"]({ shard }), gsi1sk),
      };
    },
  });

/** The id of the tenant of a customer that is called so on a platform. */
export const idOf = async (named: Named) =>
  (await get(identifierKey(named)))?.tenant as string | undefined;
