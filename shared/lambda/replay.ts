import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Contract } from "../api/contract.ts";
import { Refusal } from "../model/refusal.ts";
import type { Done } from "../table/idempotency.ts";
import type { Attempt } from "./request.ts";

/** The endpoint that answers a repeated request: what the first one made, or what waits for approval since. */
export function replaying(
  { replays }: Contract,
  { customer }: Record<string, string>,
  made?: Done["made"],
) {
  if (!made?.accessRequest) return replays;
  return customer ? "accessRequests.get" : "accessRequests.getOnPlatform";
}

/** The call of that endpoint: it reads what was made, and what the first request asked besides means nothing to it. */
export const rereading = (
  { queryStringParameters: _, ...event }: APIGatewayProxyEventV2,
  { made }: Done,
): APIGatewayProxyEventV2 => ({
  ...event,
  pathParameters: { ...event.pathParameters, ...made },
});

/** What was made may be read with the right to make it, too: or a request that succeeded would be refused when it is repeated. */
export const readableBy = (contract: Contract, { repeats }: Pick<Attempt, "repeats">): Contract =>
  isList(contract.allows) && repeats && isList(repeats.allows)
    ? { ...contract, allows: [...contract.allows, ...repeats.allows] }
    : contract;

const isList = (allows: Contract["allows"]) => typeof allows === "object";

/** The answer to a repeated request: what the first one made, as it is now, in the shape and with the status that the first one had. */
export function replayOf(
  contract: Contract,
  { at, made }: Done,
  answer: APIGatewayProxyStructuredResultV2,
) {
  const now = JSON.parse(answer.body ?? "{}");
  // What was made later is another one: it took the id when the first one was gone.
  if (now.createdAt > at) throw new Refusal("not_found");
  if (made.accessRequest) return asReplay({ status: 202 }, answer);
  const { foresees, returns } = contract;
  if (!foresees || !returns) return asReplay(contract, answer);
  const body = JSON.stringify(returns().parse({ ...made, ...now, dryRun: false }));
  return asReplay(contract, { ...answer, body });
}

/** Says that a request was made before, with the first one's status. */
export const asReplay = (
  { status = 200 }: Pick<Contract, "status">,
  answer: APIGatewayProxyStructuredResultV2,
) => ({
  ...answer,
  statusCode: status,
  headers: { ...answer.headers, "idempotent-replayed": "true" },
});
