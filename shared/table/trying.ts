import type { Item } from "./client.ts";
import type { Write } from "./commit.ts";
import { pause } from "./pause.ts";
import { newMark, writeOne } from "./write-one.ts";

/** How long a write of one item goes again: work that is given up comes back minutes later. */
const pastOthersAtMost = 6_000;

/** Goes again while transactions of others hold the item: the SDK does not. */
async function pastOthers<T>(write: () => Promise<T>): Promise<T> {
  const end = Date.now() + pastOthersAtMost;
  for (let attempt = 1; ; attempt++) {
    try {
      return await write();
    } catch (error) {
      if ((error as Error).name !== "TransactionConflictException" || Date.now() > end) throw error;
      await pause(attempt);
    }
  }
}

type Trying = Pick<Write, "key" | "set" | "when" | "names" | "values">;

/** Updates one item if its condition holds, and answers it as it then is; undefined when it does not hold. */
export const tryUpdate = async (write: Trying): Promise<Item | undefined> =>
  (await attempt({ ...write, do: "update" }))?.item;

/** Deletes one item if its condition holds; false when it does not. */
export const tryDelete = async (write: Omit<Trying, "set">): Promise<boolean> =>
  (await attempt({ ...write, do: "delete" })) !== undefined;

async function attempt(write: Write): Promise<{ item: Item | undefined } | undefined> {
  const mark = newMark();
  try {
    return { item: await pastOthers(() => writeOne(write, mark)) };
  } catch (error) {
    if ((error as Error).name === "ConditionalCheckFailedException") return undefined;
    throw error;
  }
}
