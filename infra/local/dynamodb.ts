import { Agent, type IncomingMessage, request } from "node:http";
import { AwsError } from "./aws-json.ts";
import { bodyOf } from "./body.ts";

/** Calls the table engine as AWS itself does: beside the proxy, for what needs nobody's role. */
export async function callDynamoDb<Output>(
  endpoint: string,
  operation: string,
  input: object,
): Promise<Output> {
  const service = streamOperations.has(operation) ? "DynamoDBStreams" : "DynamoDB";
  const body = Buffer.from(JSON.stringify(input));
  const headers = {
    ...signed,
    "x-amz-target": `${service}_20120810.${operation}`,
    "content-length": body.length,
  };
  // Streams are read all the time, and `fetch` would take three times as long for it.
  const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request(endpoint, { agent, method: "POST", headers }, resolve).on("error", reject).end(body);
  const answer = await answered;
  const output = JSON.parse((await bodyOf(answer)).toString());
  if (answer.statusCode === 200) return output as Output;
  const { __type, message, Message } = output as Record<string, string | undefined>;
  throw new AwsError(__type?.split("#").at(-1) ?? "InternalFailure", message ?? Message ?? "");
}

const agent = new Agent({ keepAlive: true });
const streamOperations = new Set(["DescribeStream", "GetShardIterator", "GetRecords"]);

// Local engines look for a signature and do not check it.
const signed = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=host/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};
