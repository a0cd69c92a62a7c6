import { Refusal } from "../model/refusal.ts";
import { getMany, type Item, type Key } from "./client.ts";

/** Looks something up in what has been read. */
export type Find = (key: Key) => Item | undefined;

/** What a first wave reads by other means, and the keys that this answers. */
interface Alongside {
  keys: readonly Key[];
  items: Promise<readonly (Item | undefined)[]>;
}

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

/** Items that one request reads for its decisions, each of up to 400 KB: many questions at once can be about more. */
const itemsAtMost = 10_000;

/** Reads everything that matters, wave by wave: what is known so far says what else does, until nothing is missing. */
export async function gather(
  wanted: (find: Find) => readonly Key[],
  { keys: alongside, items }: Alongside = { keys: [], items: Promise.resolve([]) },
): Promise<Find> {
  const known = new Map<string, Item | undefined>();
  const find: Find = (key) => known.get(nameOf(key));
  const isUnknown = (key: Key) => !known.has(nameOf(key));
  for (const key of alongside) known.set(nameOf(key), undefined);
  for (let reading: Alongside["items"] | undefined = items; ; reading = undefined) {
    const asked = wanted(find).filter(isUnknown);
    const missing = [...new Map(asked.map((key) => [nameOf(key), key])).values()];
    if (missing.length === 0 && !reading) return find;
    if (known.size + missing.length > itemsAtMost)
      throw new Refusal("limit_reached", "This is about too many groups at once: ask for less.");
    const [read, others = []] = await Promise.all([getMany(missing), reading]);
    for (const [i, key] of missing.entries()) known.set(nameOf(key), read[i]);
    for (const [i, key] of alongside.entries()) if (reading) known.set(nameOf(key), others[i]);
  }
}
