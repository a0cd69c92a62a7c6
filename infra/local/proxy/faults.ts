import type { Answer } from "../answer.ts";
import { type AwsRequest, json, type Service } from "./request.ts";

/**
 * Bad luck for a request: an error in place of it, its answer lost after it was done,
 * or another answer than it should get, such as what an index held a moment ago.
 */
export type Fault =
  | { error: string; message?: string }
  | { lose: "answer" }
  | { reply: Record<string, unknown> };

/** Asked about every request that its role allows; waiting in it delays the request. */
export type Faults = (request: AwsRequest) => Fault | undefined | Promise<Fault | undefined>;

/** Sends a request on, unless the fault says otherwise; no answer means a broken connection. */
export async function suffer(
  fault: Fault | undefined,
  service: Pick<Service, "error">,
  send: () => Promise<Answer>,
): Promise<Answer | undefined> {
  if (fault && "error" in fault) return service.error(fault.error, fault.message ?? fault.error);
  if (fault && "reply" in fault) return json(200, fault.reply);
  const answer = await send();
  return fault ? undefined : answer;
}
