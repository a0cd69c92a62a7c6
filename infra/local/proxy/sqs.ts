import { account, region } from "../names.ts";
import { json, readJson, type Service } from "./request.ts";

/** Reads requests to SQS; a batch counts as the action it repeats. */
export const sqs: Service = {
  read: (request, body) => {
    const { operation, input } = readJson(request, body);
    const { QueueUrl, QueueName } = input as { QueueUrl?: string; QueueName?: string };
    const name = QueueUrl?.split("/").at(-1) ?? QueueName ?? "*";
    const action = `sqs:${operation.replace(/Batch$/, "")}`;
    const resource = `arn:aws:sqs:${region}:${account}:${name}`;
    return { operation, input, calls: [{ action, resource, context: {} }] };
  },
  error: (code, message) => {
    const __type =
      code === "AccessDenied" ? "com.amazon.coral.service#AccessDeniedException" : code;
    const answer = json(code === "AccessDenied" ? 403 : 400, { __type, message });
    return { ...answer, headers: { ...answer.headers, "x-amzn-query-error": `${code};Sender` } };
  },
};
