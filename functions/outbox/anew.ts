import { commit, Outdated, type Write } from "../../shared/table/commit.ts";

const attempts = 5;

/** Commits what is planned, planned anew where others changed something meanwhile; false when there is nothing to write. */
export async function committedAnew(plan: (now: Date) => Promise<Write[]>): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const now = new Date();
    const writes = await plan(now);
    if (writes.length === 0) return false;
    try {
      await commit(writes, new Date(now.getTime() + 8_000));
      return true;
    } catch (error) {
      if (!(error instanceof Outdated) || attempt === attempts) throw error;
    }
  }
}
