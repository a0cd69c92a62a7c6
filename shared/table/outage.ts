import { Refusal } from "../model/refusal.ts";

const names =
  /^(Throttling|ProvisionedThroughput|RequestLimit|InternalServer|ServiceUnavailable|TimeoutError|NetworkingError)|ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN/;

/** True of an error that says nothing of what was asked: the table or the way to it is slow, throttled or away. */
export function isOutage(error: (Error & { code?: string }) | null | undefined): boolean {
  if (error instanceof Refusal) return error.code === "unavailable";
  return !!error && names.test(`${error.name} ${error.code ?? ""}`.replace(/^Error /, ""));
}
