import { platform } from "../../shared/model/id.ts";
import type { StoredOperation } from "../../shared/model/operation.ts";
import type { Task } from "../../shared/model/outbox.ts";
import type { ThingKind } from "../../shared/model/thing-kind.ts";
import { commit, Outdated, type Write } from "../../shared/table/commit.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";
import * as things from "../../shared/table/things.ts";

/** Things that one transaction takes out: each is written, and its place in the group deleted. */
const atOnce = 45;

/** Takes some things out of a group that was deleted; undefined when none is left in it. */
export async function emptyGroup(
  operation: StoredOperation,
  { subject: group, customer: owner = platform, things: kind, createdAt }: Task,
): Promise<StoredOperation | undefined> {
  const counters = await thingCounters.of({ owner, things: kind as ThingKind });
  const shards = counters.map(({ shard }) => shard);
  const { items } = await thingLists.rowsOf(group, { limit: atOnce, shards });
  if (items.length === 0) return undefined;
  const ids = items.map(({ thing }) => thing);
  const found = new Map((await things.byIds(ids)).map((thing) => [thing.id, thing]));
  const writes = ids.flatMap((id) => {
    const thing = found.get(id);
    if (!thing?.groups.includes(group)) return [things.forgetIn(id, group)];
    const groups = thing.groups.filter((other) => other !== group);
    const version = thing.version + 1;
    return things.replace({ ...thing, groups, version, updatedAt: createdAt }, thing);
  });
  const done = (await isCommitted(writes)) ? ids.length : 0;
  return { ...operation, members: (operation.members ?? 0) + done };
}

/** False when somebody changed one of them meanwhile: the next step reads them again. */
async function isCommitted(writes: readonly Write[]): Promise<boolean> {
  try {
    await commit(writes, new Date(Date.now() + 8_000), { plansAnew: true });
    return true;
  } catch (error) {
    if (!(error instanceof Outdated)) throw error;
    return false;
  }
}
