import { hasTime, noTime } from "../../shared/lambda/has-time.ts";
import { type At, isOf, nowhere, ownedBy, recorded } from "../../shared/lambda/things.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { groupsAtMost, type Thing } from "../../shared/model/thing.ts";
import type { StoredThingGroup } from "../../shared/model/thing-group.ts";
import type { ThingsResult } from "../../shared/model/thing-requests.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as things from "../../shared/table/things.ts";

export type Result = ThingsResult["results"][number];

/** Things of one transaction: each is written with its place in the group. */
const atOnce = 45;

interface Move {
  done: "added" | "removed";
  event: "thing-group.member.added" | "thing-group.member.removed";
  /** The groups of a thing after that. */
  groupsOf(thing: Thing): string[];
  /** A group that must still be there. */
  standing: string[];
}

const refused = (id: string, { code, message }: Refusal): Result => ({
  id,
  status: "refused",
  code,
  detail: message,
});

const tooMany = () => new Refusal("limit_reached", `A thing is in at most ${groupsAtMost} groups.`);

/** Puts things into a group. */
export const into = ({ id }: StoredThingGroup, ids: readonly string[], request: At) =>
  inChunks(ids, id, request, {
    done: "added",
    event: "thing-group.member.added",
    standing: [id],
    groupsOf: ({ groups }) => [...new Set([...groups, id])],
  });

/** Takes things out of a group. */
export const outOf = ({ id }: StoredThingGroup, ids: readonly string[], request: At) =>
  inChunks(ids, id, request, {
    done: "removed",
    event: "thing-group.member.removed",
    standing: [],
    groupsOf: ({ groups }) => groups.filter((group) => group !== id),
  });

async function inChunks(ids: readonly string[], group: string, request: At, move: Move) {
  const distinct = [...new Set(ids)];
  const chunks = Array.from({ length: Math.ceil(distinct.length / atOnce) }, (_, i) =>
    distinct.slice(i * atOnce, (i + 1) * atOnce),
  );
  const results: Result[] = [];
  for (const chunk of chunks) {
    const late = () => chunk.map((id) => refused(id, noTime()));
    results.push(...(hasTime(request) ? await moveChunk(chunk, group, request, move) : late()));
  }
  const byId = new Map(results.map((result) => [result.id, result]));
  return ids.map((id) => byId.get(id) as Result);
}

/** Things that others changed meanwhile are read again. */
async function moveChunk(ids: string[], group: string, request: At, move: Move) {
  for (;;) {
    try {
      return await moveNow(ids, group, request, move);
    } catch (error) {
      if (!(error instanceof Outdated) || new Date() > request.deadline) throw error;
    }
  }
}

async function moveNow(ids: string[], group: string, request: At, move: Move): Promise<Result[]> {
  const { caller, now, commit } = request;
  const owned = ownedBy(request);
  const found = await things.byIds(ids);
  const known = new Map(found.flatMap((one) => (isOf(owned, one) ? [[one.id, one]] : [])));
  const changed: Thing[] = [];
  const results = ids.map((id): Result => {
    const thing = known.get(id);
    if (!thing) return refused(id, nowhere());
    const groups = move.groupsOf(thing);
    if (groups.length === thing.groups.length) return { id, status: "unchanged" };
    if (groups.length > groupsAtMost) return refused(id, tooMany());
    const version = thing.version + 1;
    const by = { updatedAt: now.toISOString(), updatedBy: caller.id };
    changed.push({ ...thing, groups, version, ...by });
    return { id, status: move.done };
  });
  if (changed.length === 0) return results;
  await commit([
    ...changed.flatMap((one) => things.replace(one, known.get(one.id) as Thing)),
    ...move.standing.map((id) => ({ ...things.groupStands(id), orElse: nowhere() })),
    recorded(request, move.event, { subject: group, after: { ids: changed.map(({ id }) => id) } }),
  ]);
  return results;
}
