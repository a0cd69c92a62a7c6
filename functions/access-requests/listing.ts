import type { Page } from "../../shared/api/contract.ts";
import { type AccessRequest, seenRequest } from "../../shared/model/access-request.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import type { PageOptions } from "../../shared/table/page.ts";

/** Requests of a customer or of the platform, those of one state where that is asked. */
export async function list(
  customer: string | undefined,
  query: PageOptions & { state?: AccessRequest["state"] | undefined },
  now: Date,
): Promise<Page<AccessRequest>> {
  const { items, nextCursor } = await accessRequests.ofCustomer(customer, query);
  const seen = items.map((one) => seenRequest(one, now));
  return { items: seen.filter(({ state }) => !query.state || state === query.state), nextCursor };
}
