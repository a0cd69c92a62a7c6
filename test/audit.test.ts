import { beforeAll, expect, inject, test } from "vitest";
import { aWatchedCustomer } from "./support/access-requests.ts";
import { violations } from "./support/audit.ts";
import { planFor } from "./support/invite.ts";
import { storedOf } from "./support/stored.ts";

// biome-ignore lint/suspicious/noExplicitAny: items of every kind
type Item = any;

let stored: Item[] = [];

beforeAll(async () => {
  const { id, owner, path, second, decide, ask } = await aWatchedCustomer();
  await decide(second, (await ask("admin")).request, "approve");
  await ask();
  await owner.post(`${path}/invitations`, planFor());
  stored = await storedOf(id, { dynamodb: inject("dynamodb") });
});

/** What is said of the customer's things that was not said before they were changed. */
function saidOf(change: (find: (kind: string, state?: string) => Item) => void): string[] {
  const items = structuredClone(stored);
  const find = (kind: string, state?: string) =>
    items.find((item) => item.kind === kind && (!state || (item.state ?? item.type) === state));
  change(find);
  const before = violations(stored, new Date());
  return violations(items, new Date()).filter((sentence) => !before.includes(sentence));
}

test.each<[string, RegExp, Parameters<typeof saidOf>[0]]>([
  [
    "an approval too few",
    /took 2, and usr_\w+ agreed/,
    (find) => find("access request", "approved").approvals.pop(),
  ],
  [
    "one person's word counted twice",
    /counts one person twice/,
    (find) => {
      const { approvals } = find("access request", "approved");
      approvals[1].by = approvals[0].by;
    },
  ],
  [
    "a word about oneself",
    /which is about them/,
    (find) => {
      const request = find("access request", "approved");
      request.approvals[0].by = request.principal;
    },
  ],
  [
    "the word of whoever is excluded",
    /which is about them/,
    (find) => {
      const request = find("access request", "approved");
      request.excluded = [request.approvals[1].by];
    },
  ],
  [
    "the word of a machine",
    /^api_1 agreed to/,
    (find) => {
      find("access request", "approved").approvals[0].by = "api_1";
    },
  ],
  [
    "a claim of a request that was decided",
    /is kept in vain/,
    (find) => {
      find("access request", "pending").state = "declined";
    },
  ],
  [
    "an open request without its claim",
    /is kept for undefined, not for req_/,
    (find) => {
      find("access request", "pending").claims[0].target = "elsewhere";
    },
  ],
  [
    "an invitation that waits for nothing",
    /^inv_\w+ waits for req_/,
    (find) => {
      find("invitation", "awaiting_approval").accessRequest = "req_1";
    },
  ],
  [
    "a gate that asks for less than its customer",
    /the gate of [\w-]+ asks for 1, not 2/,
    (find) => {
      find("gate").minApprovals = 1;
    },
  ],
  [
    "a role that nobody approved",
    /got admin at [\w-]+ by evt_\w+, which nobody approved/,
    (find) => {
      find("event", "customer.access-request.approved").requestId = "another";
    },
  ],
])("the audit sees %s", (_, sentence, change) => {
  expect(saidOf(change)).toContainEqual(expect.stringMatching(sentence));
});
