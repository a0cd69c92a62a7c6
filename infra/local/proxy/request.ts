import type { IncomingMessage } from "node:http";
import type { Answer } from "../answer.ts";
import type { Call } from "../roles/statement.ts";

/** A function's request to AWS, read as far as rights, counting and faults need it. */
export type AwsRequest = {
  service: string;
  operation: string;
  functionId: string;
  trace: string;
  /** The request's parameters, as the service's protocol writes them. */
  input: Record<string, unknown>;
  /** What IAM is asked about. */
  calls: Call[];
  /** The items that it writes or checks, in its order. */
  items: string[];
};

type Read = Pick<AwsRequest, "operation" | "input" | "calls"> & { items?: string[] };

/** What the proxy knows of a service. */
export type Service = {
  read: (request: IncomingMessage, body: Buffer) => Read;
  /** An error in the service's own shape. */
  error: (code: string, message: string) => Answer;
};

/** A request that the local host cannot read; it is answered as an unknown operation. */
export class UnknownOperation extends Error {}

/** Reads a request of AWS's JSON protocol. */
export function readJson(request: IncomingMessage, body: Buffer) {
  const operation = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  return { operation, input: JSON.parse(body.toString() || "{}") as Record<string, unknown> };
}

/** An answer of AWS's JSON protocol. */
export const json = (status: number, body: Record<string, unknown>): Answer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0" },
  body: Buffer.from(JSON.stringify(body)),
});
