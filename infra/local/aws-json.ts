import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { bodyOf } from "./body.ts";
import { listen } from "./listen.ts";
import type { Part } from "./part.ts";

/** A refusal in the shape in which AWS answers it; SQS clients read the older of the two codes. */
export class AwsError extends Error {
  readonly type: string;
  readonly queryCode: string;

  constructor(type: string, message: string, queryCode = type) {
    super(message);
    this.type = type;
    this.queryCode = queryCode;
  }
}

/** One service's operations by name. What they take is checked by each as far as it needs. */
export type Operations = Record<string, (input: never) => unknown>;

/** Serves operations over AWS's JSON protocol on a free port of this machine. */
export async function serveJson(operations: Operations): Promise<Part & { endpoint: string }> {
  const { origin, answer: serve, close } = await listen(0);
  serve(async (request, response) => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amzn-requestid": randomUUID(),
    };
    const answer = (status: number, body: unknown, more = {}) =>
      response.writeHead(status, { ...headers, ...more }).end(JSON.stringify(body));
    try {
      answer(200, (await run(operations, request)) ?? {});
    } catch (error) {
      const { type, message, queryCode } = asAwsError(error);
      const status = type === "InternalFailure" ? 500 : 400;
      answer(status, { __type: type, message }, { "x-amzn-query-error": `${queryCode};Sender` });
    }
  });
  return { endpoint: origin, stop: close };
}

async function run(operations: Operations, request: IncomingMessage): Promise<unknown> {
  const name = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    throw new AwsError("UnknownOperationException", `The local host does not play ${name}.`);
  }
  return operation(parse(await bodyOf(request)) as never);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new AwsError("SerializationException", "The body is not JSON.");
  }
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  return new AwsError("InternalFailure", error instanceof Error ? error.message : String(error));
}
