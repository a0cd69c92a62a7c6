import { expect, test } from "vitest";
import { queuedOperation } from "../../../shared/model/operation.ts";
import { seenOperation } from "../../../shared/model/operation-progress.ts";

const createdAt = "2026-01-01T00:00:00.000Z";
const queued = queuedOperation({
  event: "evt_1",
  task: "search-renewed",
  state: "open",
  subject: "acme",
  actor: "usr_1",
  createdAt,
  requestId: "r",
});
const running = {
  ...queued,
  state: "running" as const,
  done: 60,
  failed: 20,
  total: 200,
  pace: { since: createdAt, done: 40 },
  updatedAt: "2026-01-01T00:00:08.000Z",
};

test("the pace is that of the present go, and the end follows from it", () => {
  expect(seenOperation(running)).toMatchObject({
    progress: { done: 80, total: 200, perSecond: 5, estimatedEnd: "2026-01-01T00:00:32.000Z" },
    results: { done: 60, failed: 20 },
  });
});

test("nothing is estimated that cannot be known", () => {
  expect(seenOperation(queued).progress).toEqual({ done: 0 });
  const { total: _, ...open } = running;
  expect(seenOperation(open).progress).toEqual({ done: 80, perSecond: 5 });
  const over = seenOperation({ ...running, state: "done" });
  expect(over.progress).toEqual({ done: 80, total: 80, perSecond: 5 });
});

test("there are never fewer things than were seen to", () => {
  expect(seenOperation({ ...running, done: 250 }).progress).toMatchObject({
    done: 270,
    total: 270,
  });
});
