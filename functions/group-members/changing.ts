import { Waiting } from "../../shared/lambda/waiting.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type {
  GroupMembersChange,
  GroupMembersResult,
  StoredUserGroup,
} from "../../shared/model/user-group.ts";
import { Outdated } from "../../shared/table/commit.ts";
import { type GroupRead, readPerson } from "../../shared/table/group-members.ts";
import { add } from "./adding.ts";

import { type Asking, lineIn } from "./asking.ts";
import { remove } from "./removing.ts";

type Result = GroupMembersResult["results"][number];

/** People seen to at the same time. */
const atOnce = 10;
const attempts = 5;

/** Puts many people into a group and takes many out, each by themselves. */
export async function change(
  asking: Asking & { body: GroupMembersChange },
  group: GroupRead & { group: StoredUserGroup },
): Promise<GroupMembersResult> {
  const { add: wanted = [], remove: unwanted = [] } = asking.body;
  const personOf = (id: string) => readPerson(lineIn(asking), group.group.id, id);
  const added = (id: string) =>
    resultOf(id, async () =>
      (await add(asking, group, id, await personOf(id))).isNew ? "added" : "unchanged",
    );
  const removed = (id: string) =>
    resultOf(id, async () =>
      (await remove(asking, group, id, await personOf(id))) ? "removed" : "unchanged",
    );
  const steps = [
    ...[...new Set(wanted)].map((id) => () => added(id)),
    ...[...new Set(unwanted)].map((id) => () => removed(id)),
  ];
  const results: Result[] = [];
  for (let start = 0; start < steps.length; start += atOnce)
    results.push(...(await Promise.all(steps.slice(start, start + atOnce).map((step) => step()))));
  return { results };
}

/** What became of one person; what others changed meanwhile is looked at again. */
async function resultOf(id: string, change: () => Promise<Result["status"]>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { id, status: await change() };
    } catch (error) {
      if (error instanceof Outdated && attempt < attempts) continue;
      return failed(id, error);
    }
  }
}

/** Why somebody is not in, or not yet. */
function failed(id: string, error: unknown): Result {
  if (error instanceof Waiting) return { id, status: "requested", accessRequest: error.request.id };
  const refusal = error instanceof Outdated ? new Refusal("unavailable") : error;
  if (!(refusal instanceof Refusal)) throw error;
  return { id, status: "refused", code: refusal.code, detail: refusal.message };
}
