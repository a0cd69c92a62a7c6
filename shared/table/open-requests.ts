import type { StoredAccessRequest } from "../model/access-request.ts";
import { platform } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { getMany, type Item, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import type { Write } from "./commit.ts";
import { indexed, keys } from "./schema.ts";

/** Requests that are open at the same time at a customer or on the platform, and of these the requests of one person or machine. */
const most = { all: 1_000, own: 500 };

type Asked = Pick<StoredAccessRequest, "customer" | "requester" | "expiresAt">;

/** What is counted together: everything that is open there, and what one requester has open. */
const whose = ["all", "own"] as const;

const keyOf = ({ customer = platform, requester }: Asked, of: (typeof whose)[number]): Key =>
  keys["open requests"]({ customer, requester: of === "all" ? "all" : requester.id });

/** Requests are counted by the day on which they lapse by themselves: time ends them without a write. */
const dayOf = (instant: string) => `until ${instant.slice(0, 10)}`;

/** Days that are over for long enough that no two clocks differ about it. */
const isOver = (day: string, now: Date) =>
  day < dayOf(new Date(now.getTime() - 24 * 60 * 60 * 1000).toISOString());

/** How many requests are open, for everybody and for who asks now. */
export const read = (asked: Asked) => getMany(whose.map((of) => keyOf(asked, of)));

/** The counter of a requester is found wherever it is. */
const listed = (asked: Asked, of: (typeof whose)[number]): Record<string, string> =>
  of === "all"
    ? {}
    : indexed["open requests"]({
        requester: asked.requester.id,
        customer: asked.customer ?? platform,
      });

/** Customers where somebody has asked for something, and the platform, some seconds behind. */
export async function* placesOf(requester: string): AsyncGenerator<string> {
  const collection = collections["where somebody asked for something"]({ requester });
  let after: Key | undefined;
  do {
    const { items, last } = await query(collection, { after });
    yield* items.map(({ gsi2sk }) => String(gsi2sk));
    after = last;
  } while (after);
}

/** Counts a new request; refused where too many are open. What lapsed by itself meanwhile is counted no more. */
export const count = (asked: Asked, counters: readonly (Item | undefined)[], now: Date): Write[] =>
  whose.map((of, i) => {
    const over = Object.entries(counters[i] ?? {}).flatMap(([day, n]) =>
      day.startsWith("until ") && isOver(day, now) ? [{ day, n: Number(n) }] : [],
    );
    const lapsed = over.reduce((sum, { n }) => sum + n, 0);
    const removed = over.map((_, j) => `#over${j}`);
    const limit = most[of] + lapsed;
    return {
      do: "update",
      key: keyOf(asked, of),
      set: [
        "SET #open = if_not_exists(#open, :none) + :change, #day = if_not_exists(#day, :none) + :one",
        ", kind = :kind",
        ...Object.keys(listed(asked, of)).map((name) => `, ${name} = :${name}`),
        ...(removed.length > 0 ? [` REMOVE ${removed.join(", ")}`] : []),
      ].join(""),
      when: [
        "(attribute_not_exists(#open) OR #open < :most)",
        ...removed.map((name, j) => `${name} = :over${j}`),
      ].join(" AND "),
      names: {
        "#open": "open",
        "#day": dayOf(asked.expiresAt),
        ...Object.fromEntries(over.map(({ day }, j) => [`#over${j}`, day])),
      },
      values: {
        ":none": 0,
        ":one": 1,
        ":change": 1 - lapsed,
        ":most": limit,
        ":kind": "open requests",
        ...Object.fromEntries(
          Object.entries(listed(asked, of)).map(([name, value]) => [`:${name}`, value]),
        ),
        ...Object.fromEntries(over.map(({ n }, j) => [`:over${j}`, n])),
      },
      orElse: (found) => (Number(found?.open) >= limit ? tooMany(of) : "outdated"),
    };
  });

/** Counts a request no more that was decided, withdrawn or has lapsed. */
export const uncount = (request: Asked & Pick<StoredAccessRequest, "updatedAt">): Write[] =>
  isOver(dayOf(request.expiresAt), new Date(request.updatedAt))
    ? []
    : whose.map((of) => ({
        do: "update",
        key: keyOf(request, of),
        set: "SET #open = if_not_exists(#open, :one) - :one, #day = if_not_exists(#day, :one) - :one",
        names: { "#open": "open", "#day": dayOf(request.expiresAt) },
        values: { ":one": 1 },
      }));

const tooMany = (of: (typeof whose)[number]) =>
  new Refusal(
    "limit_reached",
    of === "all"
      ? `${most.all} requests wait here already. Approve, decline or withdraw some of them first.`
      : `${most.own} of your requests wait here already. Withdraw some of them, or have others decide first.`,
  );
