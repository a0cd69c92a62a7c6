import { lapseAfter, StoredAccessRequest } from "../model/access-request.ts";
import { firstIdOf, isUserId } from "../model/id.ts";
import { get, type Item, query } from "./client.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { mergedPage } from "./merged-page.ts";
import * as openRequests from "./open-requests.ts";
import { type PageOptions, page } from "./page.ts";
import * as requestClaims from "./request-claims.ts";
import { indexed, keys } from "./schema.ts";

export const parse = (item: Item | undefined): StoredAccessRequest | undefined =>
  item && StoredAccessRequest().parse(item);

/** Where requests lie that concern no customer. */
const platform = "platform";

export const keyOf = ({ customer = platform, id }: Pick<StoredAccessRequest, "customer" | "id">) =>
  keys["access request"]({ customer, request: id });

export const byId = async (customer: string | undefined, id: string) =>
  parse(await get(keyOf({ customer, id })));

/** Requests are removed 90 days after their last state; events stay. */
const kept = 90 * 24 * 60 * 60;

const itemOf = (request: StoredAccessRequest) => ({
  ...request,
  kind: "access request",
  v: 1,
  ttl: Math.floor(Date.parse(request.expiresAt) / 1000) + kept,
  ...keyOf(request),
  ...(request.state === "pending" && openListed(request)),
});

/** Only open requests are found by those who handle them for the platform, and when the person whom they are about is deleted. */
const openListed = ({ id: request, customer, principal }: StoredAccessRequest) => ({
  ...indexed["access request"]({ request }),
  ...(customer &&
    principal &&
    isUserId(principal) &&
    indexed["request about a person"]({ principal, request })),
});

/** A new request that waits. Items beside it keep everything that it asks for to one open request, until it lapses, and count how many are open. */
export const create = (
  request: StoredAccessRequest,
  counters: Parameters<typeof openRequests.count>[1],
  now: Date,
): Write[] => [
  add(itemOf(request), "outdated"),
  ...requestClaims.claim(request, now),
  ...openRequests.count(request, counters, now),
];

/** A new request that is approved already. */
export const createApproved = (request: StoredAccessRequest): Write =>
  add(itemOf(request), "outdated");

/** Replaces the very request that was read. One that is decided frees what it asked for. */
export function replace(request: StoredAccessRequest, expected: number): Write[] {
  return [
    {
      do: "put",
      key: keyOf(request),
      item: itemOf(request),
      when: "version = :version",
      values: { ":version": expected },
      orElse: "outdated",
    },
    ...(request.state === "pending"
      ? []
      : [...requestClaims.free(request), ...openRequests.uncount(request)]),
  ];
}

/** Ends an open request that nothing comes of. */
export const end = (
  request: StoredAccessRequest,
  state: "declined" | "withdrawn" | "lapsed",
  now: Date,
  reason?: string,
): Write[] => replace(endedAs(request, state, now, reason), request.version);

/** A request that nothing came of. */
export const endedAs = (
  request: StoredAccessRequest,
  state: "declined" | "withdrawn" | "lapsed",
  now: Date,
  reason?: string,
): StoredAccessRequest => ({
  ...request,
  state,
  version: request.version + 1,
  updatedAt: now.toISOString(),
  ...(reason && { reason }),
});

/** Ids of open requests about a principal, a hundred at most: each asks for a role of its own. */
export async function openAbout(customer: string, principal: string): Promise<string[]> {
  const about = collections["open access requests about a principal"];
  const { items } = await query(about({ customer, principal }), { strong: true, limit: 100 });
  return [...new Set(items.filter(({ until }) => until !== "").map((one) => String(one.request)))];
}

/** Open requests about a person, at whatever customer, some seconds behind. */
export const openAboutPerson = (principal: string, options: PageOptions) => {
  const collection = collections["open access requests about a person"]({ principal });
  return page({
    ...options,
    collection,
    schema: StoredAccessRequest(),
    positionOf: ({ id, customer }) => `${id} ${customer}`,
    keyAt: (position) => {
      const [request = "", customer = ""] = position.split(" ");
      return {
        ...keys["access request"]({ customer, request }),
        ...indexKeyIn(collection, request),
      };
    },
  });
};

/** Requests of a customer, newest first unless said; without one, those of the platform. */
export const ofCustomer = (
  customer: string = platform,
  { newestFirst = true, ...options }: PageOptions & { newestFirst?: boolean },
) =>
  page({
    ...options,
    collection: collections["access requests of a customer"]({ customer }),
    schema: StoredAccessRequest(),
    positionOf: ({ id }) => id,
    keyAt: (request) => keys["access request"]({ customer, request }),
    newestFirst,
  });

/** Requests of a customer or of the platform, newest first, as far back as one may still be open. */
export async function openOf(customer: string | undefined, now: Date, options: PageOptions) {
  const { items, nextCursor } = await ofCustomer(customer, options);
  const first = firstIdOf("accessRequest", new Date(now.getTime() - lapseAfter));
  const isPast = (items.at(-1)?.id ?? "") < first;
  return {
    items: items.filter(({ state }) => state === "pending"),
    nextCursor: isPast ? undefined : nextCursor,
  };
}

/** Open requests of all customers and the platform, oldest first. */
export const open = (options: PageOptions) =>
  mergedPage({
    ...options,
    schema: StoredAccessRequest(),
    positionOf: ({ id, customer = platform }) => `${id} ${customer}`,
    collectionOf: (shard) => collections["open access requests"]({ shard }),
    keyAt: (position, shard) => {
      const [request = "", customer = ""] = position.split(" ");
      return {
        ...keys["access request"]({ customer, request }),
        ...indexKeyIn(collections["open access requests"]({ shard }), request),
      };
    },
  });
