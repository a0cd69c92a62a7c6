import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Permission } from "../access/permissions.ts";
import type { Contract } from "../api/contract.ts";
import {
  AccessRequest,
  type Act,
  type StoredAccessRequest,
  seenRequest,
} from "../model/access-request.ts";
import type { Write } from "../table/commit.ts";
import { success } from "./answer.ts";
import type { factsOf } from "./caller.ts";

/** Thrown instead of going on: what was asked waits for approval. */
export class Waiting extends Error {
  readonly request: StoredAccessRequest;

  constructor(request: StoredAccessRequest) {
    super("waits for approval");
    this.request = request;
  }
}

/** An act that is carried out since enough people agreed. */
export interface Carrying {
  request: StoredAccessRequest;
  /** What the decision writes: the state of the request, and that everybody's word still counts. */
  writes: readonly Write[];
  /** Checks that everybody whose word counts holds another right as well; undefined where somebody does not. */
  vouch(granting: Permission): readonly Write[] | undefined;
  /** True once the act took these writes along: one that changes nothing does not. */
  isTaken?: boolean;
  /** What is known about whoever asked and where, if it was read ahead. */
  found?: ReturnType<typeof factsOf> | undefined;
}

const accepted = {
  method: "POST",
  path: "/",
  summary: "",
  allows: "signed-in",
  status: 202,
  returns: AccessRequest,
} as const satisfies Contract;

/** The answer to an act that waits for approval: the request that was made of it. */
export const waitingAnswer = ({ request }: Waiting, now: Date, requestId: string) =>
  success(accepted, seenRequest(request, now), requestId);

/** An answer that tells its caller something besides. */
export const withWarning = (
  answer: APIGatewayProxyStructuredResultV2,
  warnings: readonly string[],
): APIGatewayProxyStructuredResultV2 =>
  warnings.length === 0
    ? answer
    : { ...answer, headers: { ...answer.headers, "usher-warning": warnings.join(" ") } };

/** The call that a request was made of, as the gateway would bring it. */
export const callOf = ({
  params,
  query,
  body,
  ifMatch,
  ifNoneMatch,
}: Pick<Act, "params" | "query" | "body" | "ifMatch" | "ifNoneMatch">) =>
  ({
    pathParameters: params,
    ...(query && { queryStringParameters: query }),
    headers: {
      "content-type": "application/json",
      ...(ifMatch && { "if-match": ifMatch }),
      ...(ifNoneMatch && { "if-none-match": ifNoneMatch }),
    },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
    rawQueryString: "",
  }) as Partial<APIGatewayProxyEventV2> as APIGatewayProxyEventV2;
