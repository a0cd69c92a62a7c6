import { expect, test } from "vitest";
import { failedItems } from "../../../infra/local/batch-response.ts";

const batch = ["1", "2", "3"];

test.each([null, undefined, {}, { batchItemFailures: null }, { batchItemFailures: [] }])(
  "%j means that all went well",
  (answer) => {
    expect(failedItems(answer, batch)).toEqual([]);
  },
);

test("the reported items failed, and no others", () => {
  const answer = { batchItemFailures: [{ itemIdentifier: "3" }, { itemIdentifier: "2" }] };
  expect(failedItems(answer, batch)).toEqual(["3", "2"]);
});

test.each([
  "done",
  7,
  [],
  { batchItemFailures: "2" },
  { batchItemFailures: [{ itemIdentifier: "" }] },
  { batchItemFailures: [{ itemIdentifier: null }] },
  { batchItemFailures: [{ sequenceNumber: "2" }] },
  { batchItemFailures: [{ itemIdentifier: "9" }] },
  { batchItemFailures: [null] },
])("%j means that the whole batch failed", (answer) => {
  expect(failedItems(answer, batch)).toBe("all");
});
