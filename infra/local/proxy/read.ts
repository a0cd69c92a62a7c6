import type { IncomingMessage } from "node:http";
import { accessKeyOf } from "../functions/environment.ts";
import type { Template } from "../template.ts";
import { dynamodb } from "./dynamodb.ts";
import { kms } from "./kms.ts";
import { type AwsRequest, json, type Service } from "./request.ts";
import { ses } from "./ses.ts";
import { sqs } from "./sqs.ts";

/** What a request asks, if it can be read, and who answers in case of an error. */
export type Reading = { asked?: AwsRequest; service: Pick<Service, "error"> };

/** An answer to what no service is behind. */
const nobody: Reading = {
  service: {
    error: (_, message) => json(403, { __type: "MissingAuthenticationTokenException", message }),
  },
};

/** Finds out from its signature which function asks what of which service. */
export function createReader(template: Template) {
  const services = new Map<string, Service>(
    Object.entries({ dynamodb: dynamodb(template), ses: ses(template), kms: kms(template), sqs }),
  );
  const functions = new Map(
    template.resources("AWS::Lambda::Function").map(({ id }) => [accessKeyOf(id), id]),
  );

  return (request: IncomingMessage, body: Buffer): Reading => {
    const { authorization = "", "x-amzn-trace-id": trace = "" } = request.headers;
    const [, key = "", name = ""] =
      /Credential=(\w+)\/\d+\/[\w-]+\/(\w+)\//.exec(authorization) ?? [];
    const functionId = functions.get(key);
    const service = services.get(name);
    if (!functionId || !service) return nobody;
    try {
      const read = service.read(request, body);
      const asked = { service: name, functionId, trace: String(trace), items: [], ...read };
      return { asked, service };
    } catch {
      return { service };
    }
  };
}
