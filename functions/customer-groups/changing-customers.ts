import { Waiting } from "../../shared/lambda/waiting.ts";
import type {
  GroupedCustomersChange,
  GroupedCustomersResult,
  StoredCustomerGroup,
} from "../../shared/model/customer-group.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import { add } from "./adding.ts";
import { type Asking, mustBeHere } from "./known.ts";
import { take } from "./removing.ts";

type Result = GroupedCustomersResult["results"][number];

/** Customers seen to at the same time. */
const atOnce = 10;
const attempts = 5;

/** Puts many customers into a group and takes many out, each by itself. */
export async function changeCustomers(
  asking: Asking & { body: GroupedCustomersChange },
  group: StoredCustomerGroup,
): Promise<GroupedCustomersResult> {
  const { add: wanted = [], remove: unwanted = [] } = asking.body;
  const steps = [
    ...[...new Set(wanted)].map(
      (id) => () =>
        resultOf(id, asking, group, async (now) =>
          (await add(asking, now, id)).isNew ? "added" : "unchanged",
        ),
    ),
    ...[...new Set(unwanted)].map(
      (id) => () =>
        resultOf(id, asking, group, async (now) =>
          (await take(asking, now, id)) ? "removed" : "unchanged",
        ),
    ),
  ];
  const results: Result[] = [];
  for (let start = 0; start < steps.length; start += atOnce)
    results.push(...(await Promise.all(steps.slice(start, start + atOnce).map((step) => step()))));
  return { results };
}

/** What became of one customer; what others changed meanwhile is looked at again. */
async function resultOf(
  id: string,
  asking: Asking,
  group: StoredCustomerGroup,
  change: (group: StoredCustomerGroup) => Promise<Result["status"]>,
): Promise<Result> {
  for (let attempt = 1, now = group; ; attempt++) {
    try {
      return { id, status: await change(now) };
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) return failed(id, error);
      now = mustBeHere(await customerGroups.byId(group.id), asking);
    }
  }
}

/** Why a customer is not in, or not yet. */
function failed(id: string, error: unknown): Result {
  if (error instanceof Waiting) return { id, status: "requested", accessRequest: error.request.id };
  const refusal = error instanceof Outdated ? new Refusal("unavailable") : error;
  if (!(refusal instanceof Refusal)) throw error;
  return { id, status: "refused", code: refusal.code, detail: refusal.message };
}
