import type { Answer } from "../answer.ts";
import type { AwsRequest, Service } from "./request.ts";

/** Bad luck for a request: an error in place of it, or its answer lost after it was done. */
export type Fault = { error: string; message?: string } | { lose: "answer" };

/** Asked about every request that its role allows; waiting in it delays the request. */
export type Faults = (request: AwsRequest) => Fault | undefined | Promise<Fault | undefined>;

/** Sends a request on, unless the fault says otherwise; no answer means a broken connection. */
export async function suffer(
  fault: Fault | undefined,
  service: Pick<Service, "error">,
  send: () => Promise<Answer>,
): Promise<Answer | undefined> {
  if (fault && "error" in fault) return service.error(fault.error, fault.message ?? fault.error);
  const answer = await send();
  return fault ? undefined : answer;
}
