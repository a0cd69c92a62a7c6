import { log } from "../../shared/lambda/log.ts";
import { enqueue, groupOf } from "../../shared/lambda/work.ts";
import type { Key } from "../../shared/table/client.ts";
import * as operations from "../../shared/table/operations.ts";
import {
  idIn,
  isOfApiKey,
  isOfCustomerGroups,
  isOfPlatformEnds,
  isOfRecord,
} from "../../shared/table/schema.ts";
import { waiting } from "../../shared/table/waiting.ts";
import { begin } from "../outbox/begin.ts";
import { remindOnCustomerGroups } from "./customer-group-ends.ts";
import { each } from "./each.ts";
import { remind } from "./ends.ts";
import { remindOfKey } from "./key-ends.ts";
import { remindOnPlatform } from "./platform-ends.ts";
import { giveUpOn } from "./unclaimed.ts";

/** Finds what the stream or the queue lost: tasks nobody began, operations that stopped, copies that stayed stale. Tells of ends that come near, and gives up on people who never came. */
export async function sweep(): Promise<void> {
  const now = new Date();
  const minute = now.toISOString().slice(0, 16);
  const [tasks, stopped, users, ends] = await Promise.all([
    waiting("task", now),
    waiting("operation", now),
    waiting("user", now),
    waiting("end", now),
  ]);
  await each([
    ...[...tasks, ...users].map((key) => () => begin(key, minute)),
    ...stopped.map(
      ({ pk }) =>
        () =>
          wake(idIn(pk), minute),
    ),
    ...ends.map((key) => () => see(key)),
  ]);
  const found = {
    tasks: tasks.length,
    operations: stopped.length,
    users: users.length,
    ends: ends.length,
  };
  if (Object.values(found).some((count) => count > 0)) log.info("sweep", found);
}

const see = (key: Key) => {
  if (isOfRecord(key)) return giveUpOn(key);
  if (isOfPlatformEnds(key)) return remindOnPlatform(key);
  if (isOfCustomerGroups(key)) return remindOnCustomerGroups(key);
  return isOfApiKey(key) ? remindOfKey(key) : remind(key);
};

async function wake(operation: string, minute: string): Promise<void> {
  const { operation: stored } = await operations.withTask(operation);
  if (stored)
    await enqueue({ operation, step: stored.steps }, groupOf(stored), `${operation}.${minute}`);
}
