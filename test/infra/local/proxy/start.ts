import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient } from "@aws-sdk/client-ses";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createTables } from "../../../../infra/local/engine/tables.ts";
import { startEngine } from "../../../../infra/local/engine.ts";
import { listen } from "../../../../infra/local/listen.ts";
import { createForward } from "../../../../infra/local/proxy/forward.ts";
import { createProxy } from "../../../../infra/local/proxy.ts";
import { readRoles } from "../../../../infra/local/roles.ts";
import { readTemplate } from "../../../../infra/local/template.ts";
import { assembly, origins } from "../assembly.ts";
import { table } from "../dynamodb-table.ts";

type Options = Omit<
  Parameters<typeof createProxy>[0],
  "template" | "roles" | "targets" | "forward" | "say"
>;
type Resources = Parameters<typeof assembly>[0]["resources"];

const tableArn = { "Fn::GetAtt": ["Table", "Arn"] };
const indexArns = { "Fn::Join": ["", [tableArn, "/index/gsi1"]] };

/** A function and its role with these statements; `Table` and `Index` stand for the ARNs. */
const functionWith = (name: string, statements: object[]): Resources => ({
  [name]: {
    Type: "AWS::Lambda::Function",
    Properties: { Role: { "Fn::GetAtt": [`${name}Role`, "Arn"] } },
  },
  [`${name}Role`]: {
    Type: "AWS::IAM::Role",
    Properties: { Policies: [{ PolicyName: "Own", PolicyDocument: { Statement: statements } }] },
  },
});
const items = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"];
const allow = (actions: string[], Resource: unknown, Condition?: object) => ({
  Effect: "Allow",
  Action: actions,
  Resource,
  ...(Condition && { Condition }),
});
const resources = {
  Table: table("usher"),
  Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work" } },
  ...functionWith("All", [allow(["dynamodb:*"], [tableArn, indexArns])]),
  ...functionWith("Items", [
    allow(
      items.map((action) => `dynamodb:${action}`),
      tableArn,
    ),
  ]),
  ...functionWith("Own", [
    allow(["dynamodb:*"], [tableArn, indexArns], {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "U#*" },
      Null: { "dynamodb:LeadingKeys": "false" },
    }),
  ]),
  ...functionWith("Mailer", [
    ...["example.org", "*@example.net"].map((identity) =>
      allow(["ses:SendEmail"], `arn:aws:ses:*:*:identity/${identity}`, {
        StringEquals: { "ses:FromAddress": "usher@example.org" },
      }),
    ),
  ]),
  ...functionWith("Sender", [allow(["sqs:SendMessage"], { "Fn::GetAtt": ["Work", "Arn"] })]),
};

/** A proxy before a table engine, with clients that ask as one of the functions above. */
export async function startProxy(options: Options = {}, targets: Record<string, string> = {}) {
  const template = readTemplate(assembly({ resources }), origins);
  const stateDir = mkdtempSync(join(tmpdir(), "usher-proxy-"));
  const engine = await startEngine({ stateDir });
  await createTables(template, engine.endpoint);
  const said: string[] = [];
  const { forward, close } = createForward();
  const proxy = createProxy({
    template,
    roles: readRoles(template),
    forward,
    targets: { dynamodb: engine.endpoint, ...targets },
    say: (line) => said.push(line),
    ...options,
  });
  const listener = await listen(0);
  listener.answer(proxy.listener);

  const settingsOf = (functionId: string) => ({
    endpoint: listener.origin,
    region: "us-east-1",
    credentials: { accessKeyId: `ASIA${functionId}`, secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return {
    ...proxy,
    said,
    origin: listener.origin,
    /** A client of the table, whose requests carry a trace as those of an invocation do. */
    table: (functionId: string, trace = "Root=1-0-0") => {
      const client = new DynamoDBClient(settingsOf(functionId));
      client.middlewareStack.add(
        (next) => (args) => {
          (args.request as { headers: Record<string, string> }).headers["x-amzn-trace-id"] = trace;
          return next(args);
        },
        { step: "build" },
      );
      return DynamoDBDocumentClient.from(client);
    },
    mail: (functionId: string) => new SESClient(settingsOf(functionId)),
    queue: (functionId: string) => new SQSClient(settingsOf(functionId)),
    stop: async () => {
      await listener.close();
      close();
      await engine.stop();
      rmSync(stateDir, { recursive: true });
    },
  };
}
