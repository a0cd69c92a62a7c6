import { expect, test } from "vitest";
import { lapseReasonOf } from "../../../functions/access-requests/lapse-reason.ts";
import { Refusal } from "../../../shared/model/refusal.ts";

const role = {
  act: { kind: "member-roles", call: "members.grantRole", params: {} },
  asks: {},
} as const;

test.each([
  [new Refusal("forbidden", "They are no owner."), /^Whoever asked may not do it any more\. They/],
  [new Refusal("no_customer_access", "Give it first."), /^Whoever it is about has no access/],
  [new Refusal("not_found", "See the path."), /^What it is about is gone by now/],
  [new Refusal("owner_limit", "There are two owners."), /^There are two owners\.$/],
])("what came of %s is said to people who made no call", (refusal, says) => {
  expect(lapseReasonOf(refusal, role)).toMatch(says);
});
