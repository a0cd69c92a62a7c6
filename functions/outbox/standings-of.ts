import { Refusal } from "../../shared/model/refusal.ts";
import * as standings from "../../shared/table/standings.ts";

/** What customer access of some people rests on: half by half where they are in more groups between them than is read at once. */
export async function standingsOf(
  people: readonly string[],
  line: readonly string[],
  besides?: standings.Besides,
): Promise<ReadonlyMap<string, standings.Standing>> {
  try {
    return (await standings.read(people, line, { besides })).standings;
  } catch (error) {
    const isTooMuch = error instanceof Refusal && error.code === "limit_reached";
    if (!isTooMuch || people.length === 1) throw error;
    const half = Math.ceil(people.length / 2);
    const first = await standingsOf(people.slice(0, half), line, besides);
    return new Map([...first, ...(await standingsOf(people.slice(half), line, besides))]);
  }
}
