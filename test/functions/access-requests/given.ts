import type { Person } from "../../support/given.ts";

/** Has a customer ask for so many approvals. */
export async function askFor(
  { path, owner }: { path: string; owner: Person },
  minApprovals: number,
) {
  const { headers } = await owner.get(path);
  const match = { "if-match": String(headers.get("etag")) };
  const answer = await owner.patch(path, { settings: { minApprovals } }, match);
  if (answer.status !== 200) throw new Error(`not asked: ${JSON.stringify(answer.body)}`);
}
