import { AwsError } from "./aws-json.ts";

/** Calls the table engine as AWS itself does: beside the proxy, for what needs nobody's role. */
export async function callDynamoDb<Output>(
  endpoint: string,
  operation: string,
  input: object,
): Promise<Output> {
  const service = streamOperations.has(operation) ? "DynamoDBStreams" : "DynamoDB";
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...signed, "x-amz-target": `${service}_20120810.${operation}` },
    body: JSON.stringify(input),
  });
  const output = await response.json();
  if (response.ok) return output as Output;
  const { __type, message, Message } = output as Record<string, string | undefined>;
  throw new AwsError(__type?.split("#").at(-1) ?? "InternalFailure", message ?? Message ?? "");
}

const streamOperations = new Set(["DescribeStream", "GetShardIterator", "GetRecords"]);

// Local engines look for a signature and do not check it.
const signed = {
  "content-type": "application/x-amz-json-1.0",
  "x-amz-date": "20260101T000000Z",
  authorization:
    "AWS4-HMAC-SHA256 Credential=host/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
};
