import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { type StartOptions, start } from "../../../infra/local/start.ts";
import { assembly } from "./assembly.ts";
import { table } from "./dynamodb-table.ts";
import { httpApi } from "./http-api.ts";

const role = (statements: object[]) => ({
  Type: "AWS::IAM::Role",
  Properties: { Policies: [{ PolicyName: "Own", PolicyDocument: { Statement: statements } }] },
});
const allow = (Action: string, Resource: unknown) => ({ Effect: "Allow", Action, Resource });
const arn = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

const stream = { "Fn::GetAtt": ["Table", "StreamArn"] };

const api = httpApi({ "PUT /items/{pk}": {}, "GET /items/{pk}": {}, "POST /forbidden": {} });
Object.assign(api.Fn?.Properties ?? {}, {
  Role: arn("Role"),
  Timeout: 20,
  MemorySize: 256,
  Environment: { Variables: { TABLE_NAME: { Ref: "Table" }, QUEUE_URL: { Ref: "Work" } } },
});
const source = (EventSourceArn: unknown, more: object = {}) => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: { FunctionName: { Ref: "Fn" }, EventSourceArn, ...more },
});
const letters = JSON.stringify({ dynamodb: { NewImage: { kind: { S: ["letter"] } } } });

const resources = {
  ...api,
  Role: role([
    allow("dynamodb:*Item", arn("Table")),
    allow("dynamodb:*Stream*", stream),
    allow("dynamodb:*Records", stream),
    allow("dynamodb:*Iterator", stream),
    allow("sqs:*Message", arn("Work")),
    allow("sqs:GetQueueAttributes", arn("Work")),
    {
      ...allow("ses:SendEmail", "arn:aws:ses:*:*:identity/*"),
      Condition: { StringEquals: { "ses:FromAddress": "usher@example.org" } },
    },
  ]),
  Table: table("usher"),
  Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work" } },
  Stream: source(stream, {
    StartingPosition: "TRIM_HORIZON",
    FilterCriteria: { Filters: [{ Pattern: letters }] },
  }),
  Queue: source(arn("Work")),
};

/** Code of the function, with the AWS SDK inside as the real bundles have it. */
function bundle() {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("./host-function.ts", import.meta.url))],
    bundle: true,
    platform: "node",
    target: "node24",
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Starts a whole host over a small stack: one function that does one thing of each kind. */
export function startHost(
  stateDir: string,
  options: Partial<StartOptions> = {},
  more: Resources = {},
) {
  const said: string[] = [];
  const host = start({
    ports: { api: 0, inbox: 0, issuer: 0, clock: 0 },
    stateDir,
    assembly: () => assembly({ resources: { ...resources, ...more }, code: { fn: bundle() } }),
    say: (line) => said.push(line),
    ...options,
  });
  return host.then((running) => ({ ...running, said }));
}
type Resources = Parameters<typeof assembly>[0]["resources"];
