import { hasTime, noTime } from "../../shared/lambda/has-time.ts";
import { type At, isOf, nowhere, ownedBy, recorded } from "../../shared/lambda/things.ts";
import type { Refusal } from "../../shared/model/refusal.ts";
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

type Result = DeletedThings["results"][number];

/** Chunks that are written at the same time. */
const atOnce = 4;

const refused = (id: string, { code, message }: Refusal): Result => ({
  id,
  status: "refused",
  code,
  detail: message,
});

/** The things that a request names, as they are now. */
export const thingsIn = (_: unknown, { body }: { body: { ids: string[] } }) =>
  things.byIds([...new Set(body.ids)]);

/** Deletes many things of a customer or of the platform, and says of each what became of it. */
export async function deleteMany(request: DeletingMany): Promise<DeletedThings> {
  const { body, ahead, isRehearsal } = request;
  const owned = ownedBy(request);
  const found = ahead.filter((thing) => isOf(owned, thing));
  const results = new Map<string, Result>();
  const chunks = chunksOf(found);
  const lane = async () => {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
      const isBegun = hasTime(request);
      const gone = isBegun ? await deleteChunk(chunk, owned, request) : chunk.map(({ id }) => id);
      for (const id of gone)
        results.set(id, isBegun ? { id, status: "deleted" } : refused(id, noTime()));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return {
    dryRun: isRehearsal,
    results: body.ids.map((id) => results.get(id) ?? refused(id, nowhere())),
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
