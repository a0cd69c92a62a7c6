import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Contract } from "../api/contract.ts";
import { Refusal } from "../model/refusal.ts";
import type { Item } from "../table/client.ts";
import type { Write } from "../table/commit.ts";
import * as idempotency from "../table/idempotency.ts";

export interface Idempotency {
  keys: ReturnType<typeof idempotency.keyOf>[];
  /** What the key was used for before, if it was. */
  previous(item: Item | undefined, now: Date): idempotency.Done | undefined;
  record(made: Record<string, string>, now: Date): Write;
}

/** What the header Idempotency-Key asks for; nothing on methods that repeat harmlessly by themselves. */
export function idempotencyOf(
  contract: Contract,
  event: APIGatewayProxyEventV2,
  params: Record<string, string>,
  caller: string,
): Idempotency | undefined {
  const key = event.headers["idempotency-key"];
  if (key === undefined || !(contract.replays || contract.resumes)) return undefined;
  if (!/^[\x21-\x7e]{1,255}$/.test(key))
    throw new Refusal("invalid", "An Idempotency-Key has 1 to 255 visible ASCII characters.");
  const body = event.body ?? "";
  const question = [contract.method, contract.path, params, event.rawQueryString, body];
  const request = idempotency.hashOf(JSON.stringify(question));
  return {
    keys: [idempotency.keyOf(caller, key)],
    previous: (item, now) => {
      const done = idempotency.parse(item, now);
      if (done && done.request !== request)
        throw new Refusal(
          "idempotency_key_reused",
          "This Idempotency-Key was used for another request. Take a new key for a new request.",
        );
      return done;
    },
    record: (made, now) => idempotency.record(caller, key, { request, made }, now),
  };
}
