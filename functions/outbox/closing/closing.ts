import type { StoredOperation } from "../../../shared/model/operation.ts";
import type { Task } from "../../../shared/model/outbox.ts";
import * as closingCounts from "../../../shared/table/closing-counts.ts";
import type { Batch, Kind } from "../kind.ts";
import { blockersFound, check } from "./checking.ts";
import { cleaners } from "./cleaners.ts";
import { type Place, placeOf, startOf } from "./place.ts";
import { closing as closed, deleted, reopened, unlisted } from "./turning.ts";
import { wakeWhole } from "./wake-whole.ts";
import { deepest, lastOn, nextDown, nextUp, type Way } from "./walk.ts";

/** Looks in one go that may all find nothing. */
const looksAtOnce = 60;

/** Customers of one page. */
const atOnce = 25;

/** Closes a customer for good, and with `recursive` what is below it. */
export const closing: Kind = {
  parts: {
    ...Object.fromEntries(cleaners.map(({ name, part }) => [name, part])),
    blockers: blockersFound,
    reopened,
    closing: { ...closed, atOnce: 1 },
    customers: { ...deleted, atOnce: 1, isInTotal: true },
    counted: { take: async () => [] },
    unlisted,
  },
  next: async (operation, task) => {
    const place = placeOf(operation);
    return place && !place.isOver ? nextAt(place, operation, task) : undefined;
  },
  ended: async ({ input, event }) => {
    if (typeof input?.partOf === "string") await wakeWhole(input.partOf, event);
  },
  failure: ({ id, memory, subject }) =>
    memory?.isBlocked === true
      ? `Something below ${subject} stands in the way, and nothing was closed: /v1/operations/${id}/results lists it.`
      : undefined,
  looksLast: ({ memory }) => memory?.isBlocked !== true,
};

async function nextAt(
  place: Place,
  operation: StoredOperation,
  task: Task,
): Promise<Batch | undefined> {
  const { subject: top } = task;
  switch (place.phase) {
    case "check":
      return checkFrom(place, operation, top);
    case "open":
      return batchOf("reopened", await below(top, place.way), "open", undefined, top);
    case "shut":
      return batchOf("closing", await below(top, place.way), "shut", startOf("count"), top);
    case "count":
      return countFrom(place, operation, top);
    case "clean":
      return cleanFrom(place, operation, top);
    case "finish":
      return batchOf("customers", await upwards(top, place.way), "finish", undefined, top);
    case "unlist":
      return batchOf("unlisted", await upwards(top, place.way), "unlist", undefined, top);
  }
}

async function checkFrom(
  { way, after: listed }: Place,
  { memory }: StoredOperation,
  top: string,
): Promise<Batch> {
  const { blockers, way: next, after } = await check(top, way, listed);
  const isBlocked = memory?.isBlocked === true || blockers.length > 0;
  const goesOn = next ? { ...startOf("check", next), after } : startOf(isBlocked ? "open" : "shut");
  return {
    part: "blockers",
    things: blockers,
    cursor: JSON.stringify(goesOn),
    memory: { isBlocked },
  };
}

/** How much there is to do at some customers, each of them a thing, too. With the last of them the total is known, unless there is too much to count anywhere. */
async function countFrom(
  { way }: Place,
  { memory, done, failed }: StoredOperation,
  top: string,
): Promise<Batch> {
  const { ways, next } = await below(top, way);
  const found = await Promise.all(ways.map((one) => closingCounts.toTake(lastOn(top, one))));
  const known = found.filter((one) => one !== undefined);
  const before = (memory?.counted ?? 0) as number;
  const counted = known.reduce((sum, one) => sum + one + 1, before);
  const goesOn = known.length === found.length ? next : undefined;
  return {
    part: "counted",
    things: [],
    cursor: JSON.stringify(startOf(goesOn ? "count" : "clean", goesOn)),
    memory: { counted },
    ...(known.length === found.length && !next && { total: done + failed + counted }),
  };
}

/** The next page of what belongs to a customer; a page of nothing says how far it was looked. */
async function cleanFrom(from: Place, operation: StoredOperation, top: string): Promise<Batch> {
  let place = from;
  let part = "rest";
  for (let looks = 0; looks < looksAtOnce; looks++) {
    const cleaner = cleaners[place.stage];
    if (!cleaner) {
      const way = await nextDown(top, place.way);
      if (way) place = startOf("clean", way);
      else {
        const phase = operation.state === "done" ? "unlist" : "finish";
        return { part, things: [], cursor: JSON.stringify(startOf(phase, await deepest([], top))) };
      }
      continue;
    }
    const found = await cleaner.find(lastOn(top, place.way), place.after);
    part = cleaner.name;
    const { phase, way, stage } = place;
    place =
      found.next === undefined ? { phase, way, stage: stage + 1 } : { ...place, after: found.next };
    if (found.things.length > 0)
      return { part, things: found.things, cursor: JSON.stringify(place) };
  }
  return { part, things: [], cursor: JSON.stringify(place) };
}

interface Some {
  ways: Way[];
  next: Way | undefined;
}

const below = (top: string, from: Way) => some(from, (way) => nextDown(top, way));

const upwards = (top: string, from: Way) => some(from, (way) => nextUp(top, way));

async function some(from: Way, next: (way: Way) => Promise<Way | undefined>): Promise<Some> {
  const ways: Way[] = [];
  let way: Way | undefined = from;
  while (way && ways.length < atOnce) {
    ways.push(way);
    way = await next(way);
  }
  return { ways, next: way };
}

/** A page of customers, and where it goes on: with the next ones, with another phase, or not at all. */
function batchOf(
  part: string,
  { ways, next }: Some,
  phase: Place["phase"],
  then: Place | undefined,
  top: string,
): Batch | undefined {
  const goesOn = next ? startOf(phase, next) : (then ?? { ...startOf(phase), isOver: true });
  if (ways.length === 0) return undefined;
  return {
    part,
    things: ways.map((way) => ({ id: lastOn(top, way) })),
    cursor: JSON.stringify(goesOn),
  };
}
