import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../answer.ts";
import { type AwsRequest, json } from "./request.ts";

type Holder = { transaction: boolean };

/**
 * Holds the items of a write for some milliseconds, so that overlapping transactions conflict as they do on AWS:
 * the engine by itself runs one after the other.
 */
export function createHold(milliseconds: number) {
  const held = new Map<string, Set<Holder>>();

  const conflicts = (item: string, transaction: boolean) =>
    [...(held.get(item) ?? [])].some((holder) => transaction || holder.transaction);

  const take = (item: string, holder: Holder) =>
    held.set(item, (held.get(item) ?? new Set()).add(holder));
  const release = (item: string, holder: Holder) => {
    const holders = held.get(item);
    holders?.delete(holder);
    if (holders?.size === 0) held.delete(item);
  };

  return async (request: AwsRequest, send: () => Promise<Answer | undefined>) => {
    const { items } = request;
    if (items.length === 0) return send();
    const holder = { transaction: request.operation.startsWith("Transact") };
    const blocked = items.map((item) => conflicts(item, holder.transaction));
    if (blocked.includes(true)) return holder.transaction ? canceled(blocked) : refused();
    for (const item of items) take(item, holder);
    try {
      await sleep(milliseconds);
      return await send();
    } finally {
      for (const item of items) release(item, holder);
    }
  };
}

const ongoing = "Transaction is ongoing for the item";
const type = (name: string) => `com.amazonaws.dynamodb.v20120810#${name}`;

const refused = () => json(400, { __type: type("TransactionConflictException"), message: ongoing });

function canceled(blocked: boolean[]): Answer {
  const codes = blocked.map((each) => (each ? "TransactionConflict" : "None"));
  return json(400, {
    __type: type("TransactionCanceledException"),
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(", ")}]`,
    CancellationReasons: codes.map((Code) =>
      Code === "None" ? { Code } : { Code, Message: ongoing },
    ),
  });
}
