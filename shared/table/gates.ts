import type { Asks, Gate } from "../model/gate.ts";
import { Refusal } from "../model/refusal.ts";
import type { Item } from "./client.ts";
import { present, type Write } from "./commit.ts";
import { dayOf, tooManyMails } from "./rates.ts";
import { keys } from "./schema.ts";

/** What a gate that is not open refuses with. */
export const gateRefusal = (found: Item | undefined): Refusal | "outdated" => {
  if (found?.status === "active") return "outdated";
  return new Refusal(found?.status === "disabled" ? "customer_disabled" : "customer_closing");
};

/** Checks in the same transaction that the customer is open for what hands out power. */
export const isOpen = (customer: string): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "#status = :active",
  names: { "#status": "status" },
  values: { ":active": "active" },
  orElse: gateRefusal,
});

/** Checks that a customer is still right below another. */
export const isBelow = (customer: string, parent: string): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "parentId = :parent",
  values: { ":parent": parent },
  orElse: "outdated",
});

/** Checks that a customer still stands below no other. */
export const isOnTop = (customer: string): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "attribute_exists(pk) AND attribute_not_exists(parentId)",
  orElse: "outdated",
});

/** Checks of a line of customers, each right below the next, that the first is still below one of the others. */
export const standBelow = (line: readonly string[], top: string): Write[] =>
  line
    .slice(0, Math.max(0, line.indexOf(top)))
    .map((one, i) => isBelow(one, line[i + 1] as string));

/** The condition that a customer is right below another, or below none. */
export const below = (parent: string | undefined) =>
  parent === undefined ? "attribute_not_exists(parentId)" : "parentId = :parent";

/** Checks that no customer came to stand right below one since its gate was read. */
export const receivedNone = ({ customer, arrivals }: Gate): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: arrivals === 0 ? "attribute_not_exists(arrivals) OR arrivals = :seen" : "arrivals = :seen",
  values: { ":seen": arrivals },
  orElse: "outdated",
});

/** Checks that as many levels of customers are below one as when this was planned. */
export const isAsHigh = ({ customer, height }: Gate): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "height = :height",
  values: { ":height": height },
  orElse: "outdated",
});

/** Checks that a customer and those above it ask for no other number of approvals than when this was planned, and that no others are above it. */
export const askAsMuch = (line: readonly Asks[]): Write[] =>
  line.map(({ customer, minApprovals, parentId }) => ({
    do: "check",
    key: keys.gate({ customer, gate: "0" }),
    when: `(minApprovals = :wanted${minApprovals === 1 ? " OR attribute_not_exists(minApprovals)" : ""}) AND ${below(parentId)}`,
    values: { ":wanted": minApprovals, ...(parentId !== undefined && { ":parent": parentId }) },
    orElse: "outdated",
  }));

/** Changes how many must agree before somebody may do more. */
export const askFor = (customer: string, minApprovals: number): Write => ({
  do: "update",
  key: keys.gate({ customer, gate: "0" }),
  set: "SET minApprovals = :wanted",
  when: present,
  values: { ":wanted": minApprovals },
  orElse: "outdated",
});

/** Notes that two people could agree to a request: nobody decides alone any more. */
export const noteTwo = ({ customer }: Gate): Write => ({
  do: "update",
  key: keys.gate({ customer, gate: "0" }),
  set: "SET hadTwo = :true",
  when: present,
  values: { ":true": true },
  orElse: "outdated",
});

/** Checks that nobody noted that meanwhile. */
export const neverHadTwo = ({ customer }: Gate): Write => ({
  do: "check",
  key: keys.gate({ customer, gate: "0" }),
  when: "attribute_not_exists(hadTwo) OR hadTwo = :false",
  values: { ":false": false },
  orElse: "outdated",
});

/** The same check for an invitation, counting its mails against the customer's limit of the day. */
export function isOpenForMails(gate: Gate, mails: number, limit: number, now: Date): Write {
  const today = dayOf(now);
  const sameDay = gate.day === today;
  return {
    do: "update",
    key: keys.gate({ customer: gate.customer, gate: "0" }),
    set: sameDay ? "SET mails = mails + :n" : "SET mails = :n, #day = :today",
    when: `#status = :active AND ${sameDay ? "#day = :today AND mails <= :room" : "#day <> :today"}`,
    names: { "#status": "status", "#day": "day" },
    values: {
      ":active": "active",
      ":n": mails,
      ":today": today,
      ...(sameDay && { ":room": limit - mails }),
    },
    orElse: (found) => {
      if (found?.status !== "active") return gateRefusal(found);
      const isFull = found.day === today && Number(found.mails) > limit - mails;
      return isFull ? tooManyMails("A customer", limit, now) : "outdated";
    },
  };
}
