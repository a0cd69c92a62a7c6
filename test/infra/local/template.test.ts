import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { placeholders, readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";

const table = { Type: "AWS::DynamoDB::GlobalTable", Properties: { TableName: "usher" } };
const lambda = (environment: object) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Bucket: { "Fn::Sub": `assets-\${AWS::AccountId}` }, S3Key: "fn.zip" },
    Environment: { Variables: environment },
  },
});
const environmentOf = (environment: object, resources = {}, rest = {}) => {
  const dir = assembly({
    resources: { Table: table, Fn: lambda(environment), ...resources },
    code: { fn: "" },
    rest,
  });
  const { properties } = readTemplate(dir, origins).get<{ Environment: { Variables: object } }>(
    "Fn",
  );
  return properties.Environment.Variables;
};

describe("the template", () => {
  test("names a resource by its own name property, or else by its logical id", () => {
    const queue = { Type: "AWS::SQS::Queue" };
    expect(
      environmentOf(
        { A: { Ref: "Table" }, B: { "Fn::GetAtt": ["Work", "QueueName"] } },
        { Work: queue },
      ),
    ).toEqual({
      A: "usher",
      B: "Work",
    });
  });

  test("gives the ARNs that AWS would give", () => {
    const alias = {
      Type: "AWS::Lambda::Alias",
      Properties: { FunctionName: { Ref: "Other" }, Name: "live" },
    };
    expect(
      environmentOf(
        {
          TABLE: { "Fn::GetAtt": ["Table", "Arn"] },
          INDEX: { "Fn::Join": ["", [{ "Fn::GetAtt": ["Table", "Arn"] }, "/index/*"]] },
          ALIAS: { Ref: "Live" },
          SENDER: {
            "Fn::Sub": `arn:\${AWS::Partition}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/a`,
          },
        },
        { Other: lambda({}), Live: alias },
      ),
    ).toEqual({
      TABLE: "arn:aws:dynamodb:us-east-1:000000000000:table/usher",
      INDEX: "arn:aws:dynamodb:us-east-1:000000000000:table/usher/index/*",
      ALIAS: "arn:aws:lambda:us-east-1:000000000000:function:Other:live",
      SENDER: "arn:aws:ses:us-east-1:000000000000:identity/a",
    });
  });

  test("points queue addresses and the API's own address at this machine", () => {
    const resources = {
      Work: { Type: "AWS::SQS::Queue", Properties: { QueueName: "work.fifo" } },
      Api: { Type: "AWS::ApiGatewayV2::Api" },
    };
    expect(
      environmentOf(
        { QUEUE: { Ref: "Work" }, API: { "Fn::GetAtt": ["Api", "ApiEndpoint"] } },
        resources,
      ),
    ).toEqual({ QUEUE: `${origins.aws}/000000000000/work.fifo`, API: origins.api });
  });

  test("decides conditions, and leaves out what they exclude", () => {
    const rest = {
      Parameters: { Mail: { Type: "String", Default: "" } },
      Conditions: {
        Silent: { "Fn::Equals": [{ Ref: "Mail" }, ""] },
        Loud: { "Fn::Not": [{ Condition: "Silent" }] },
      },
    };
    const resources = { Extra: { Type: "AWS::SQS::Queue", Condition: "Loud" } };
    expect(
      environmentOf(
        {
          MAIL: { "Fn::If": ["Silent", "held", "sent"] },
          GONE: { "Fn::If": ["Loud", "x", { Ref: "AWS::NoValue" }] },
        },
        resources,
        rest,
      ),
    ).toEqual({ MAIL: "held" });
    const dir = assembly({ resources, rest });
    expect(readTemplate(dir, origins).resources("AWS::SQS::Queue")).toEqual([]);
  });

  test("selects from what it splits", () => {
    const api = { "Fn::GetAtt": ["Api", "ApiEndpoint"] };
    expect(
      environmentOf(
        { HOST: { "Fn::Select": [2, { "Fn::Split": ["/", api] }] } },
        { Api: { Type: "AWS::ApiGatewayV2::Api" } },
      ),
    ).toEqual({ HOST: "127.0.0.1:4000" });
  });

  test("puts the addresses of the running host where the synthesis left room for them", () => {
    expect(
      environmentOf({ ISSUER: placeholders.issuer, LINK: `${placeholders.api}/invitation` }),
    ).toEqual({
      ISSUER: origins.issuer,
      LINK: `${origins.api}/invitation`,
    });
  });

  test("finds the folder of a function's bundle through the asset manifest", () => {
    const dir = assembly({ resources: { Fn: lambda({}) }, code: { fn: "exports.handler = 1" } });
    const code = readTemplate(dir, origins).codeOf("Fn");
    expect(code).toBe(join(dir, "asset.fn"));
    expect(existsSync(join(code, "index.js"))).toBe(true);
  });

  test("stops by name at a function it does not understand", () => {
    expect(() => environmentOf({ A: { "Fn::ImportValue": "x" } })).toThrow(/Fn::ImportValue/);
  });

  test("stops by name at an attribute it does not know", () => {
    expect(() => environmentOf({ A: { "Fn::GetAtt": ["Table", "Colour"] } })).toThrow(
      "The local host does not know Fn::GetAtt Colour of Table (AWS::DynamoDB::GlobalTable).",
    );
  });

  test("stops by name at a resource that is not there", () => {
    expect(() => environmentOf({ A: { Ref: "Nobody" } })).toThrow(
      "The template has no resource Nobody.",
    );
  });
});
