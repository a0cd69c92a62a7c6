import { type At, isOf, nowhere, ownedBy, recorded } from "../../shared/lambda/things.ts";
import type { Thing } from "../../shared/model/thing.ts";
import type { DeletedThings } from "../../shared/model/thing-requests.ts";
import { Outdated } from "../../shared/table/commit.ts";
import type { Owned } from "../../shared/table/thing-counters.ts";
import { chunksOf, removal } from "../../shared/table/thing-removal.ts";
import * as things from "../../shared/table/things.ts";

interface DeletingMany extends At {
  body: { ids: string[] };
  ahead: Thing[];
  isRehearsal: boolean;
}

/** The things that a request names, as they are now. */
export const thingsIn = (_: unknown, { body }: { body: { ids: string[] } }) =>
  things.byIds([...new Set(body.ids)]);

/** Deletes many things of a customer or of the platform, and says of each what became of it. */
export async function deleteMany(request: DeletingMany): Promise<DeletedThings> {
  const { body, ahead, isRehearsal } = request;
  const owned = ownedBy(request);
  const found = ahead.filter((thing) => isOf(owned, thing));
  const deleted = new Set<string>();
  const chunks = chunksOf(found);
  await Promise.all(
    chunks.map(async (chunk) => {
      for (const id of await deleteChunk(chunk, owned, request)) deleted.add(id);
    }),
  );
  const { code, message: detail } = nowhere();
  return {
    dryRun: isRehearsal,
    results: body.ids.map((id) =>
      deleted.has(id)
        ? ({ id, status: "deleted" } as const)
        : ({ id, status: "refused", code, detail } as const),
    ),
  };
}

/** Things that others changed meanwhile are read again. */
async function deleteChunk(chunk: Thing[], owned: Owned, request: At): Promise<string[]> {
  let left = chunk;
  while (left.length > 0) {
    const ids = left.map(({ id }) => id);
    try {
      const event = { subject: owned.things, before: { ids } };
      await request.commit([...removal(owned, left), recorded(request, "thing.deleted", event)]);
      return ids;
    } catch (error) {
      if (!(error instanceof Outdated) || new Date() > request.deadline) throw error;
      left = (await things.byIds(ids)).filter((thing) => isOf(owned, thing));
    }
  }
  return [];
}
