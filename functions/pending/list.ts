import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import {
  type StoredAccessRequest,
  seenRequest,
  stateOf,
} from "../../shared/model/access-request.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import type { Pending } from "../../shared/model/pending.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { mergedPage, type Page } from "../../shared/table/page.ts";

type Stored = StoredInvitation | StoredAccessRequest;

/** Ids of both kinds go on with the time at which they were made. */
const prefix = "inv_".length;
const positionOf = ({ id }: { id: string }) => id.slice(prefix);

export const run = useCase(api.pending.list, async ({ customer, query, now }) => {
  const { limit, after } = query;
  const from = (kind: string) => ({
    limit,
    newestFirst: false,
    ...(after !== undefined && { after: `${kind}_${after}` }),
  });
  const lists = await Promise.all([
    invitations.ofCustomer(customer.id, from("inv")),
    accessRequests.ofCustomer(customer.id, from("req")),
  ]);
  const { items, nextCursor } = mergedPage(lists.map(positioned), limit, positionOf);
  return { items: items.flatMap((one) => shown(one, now)), nextCursor };
});

const positioned = ({ items, nextCursor }: Page<Stored>): Page<Stored> => ({
  items,
  ...(nextCursor !== undefined && { nextCursor: nextCursor.slice(prefix) }),
});

/** What still waits; an invitation that takes approval is shown as the request for it. */
function shown(one: Stored, now: Date): Pending[] {
  const { id, createdAt: since } = one;
  if ("act" in one)
    return stateOf(one, now) === "pending"
      ? [
          {
            id,
            type: "access-request" as const,
            since,
            accessRequest: seenRequest(one, now),
          },
        ]
      : [];
  return isOpen(one, now) && one.state !== "awaiting_approval"
    ? [{ id, type: "invitation" as const, since, invitation: one }]
    : [];
}
