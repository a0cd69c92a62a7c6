import { arnOf } from "../names.ts";
import type { Call } from "../roles/statement.ts";
import type { Template } from "../template.ts";
import { type Input, type Item, type Step, stepsOf, type Value } from "./dynamodb-steps.ts";
import { json, readJson, type Service } from "./request.ts";

type KeySchema = { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
type TableProperties = {
  KeySchema: KeySchema;
  GlobalSecondaryIndexes?: { IndexName: string; KeySchema: KeySchema }[];
};

const changes = new Set([
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "ConditionCheckItem",
  "BatchWriteItem",
]);

/** Reads requests to the table: each item of a transaction is a call of its own. */
export function dynamodb(template: Template): Service {
  const tables = new Map<string, { arn: string; properties: TableProperties }>();
  for (const table of template.resources<TableProperties>("AWS::DynamoDB::GlobalTable")) {
    const found = { arn: arnOf(table), properties: table.properties };
    tables.set(found.arn, found).set(found.arn.split("/").at(-1) ?? "", found);
  }

  function keysOf({ table, index }: Step): string[] {
    const properties = tables.get(table)?.properties;
    const indexes = properties?.GlobalSecondaryIndexes;
    const of = index ? indexes?.find(({ IndexName }) => IndexName === index) : properties;
    return (of?.KeySchema ?? []).map(({ AttributeName }) => AttributeName);
  }

  function callOf(step: Step, input: Input): Call {
    const [partitionKey = ""] = keysOf(step);
    const table = tables.get(step.table)?.arn ?? step.table;
    const leading = input.KeyConditionExpression
      ? [leadingKey(input, partitionKey)]
      : step.items.map((item) => textOf(item[partitionKey]));
    const known = leading.filter((key) => key !== undefined);
    return {
      action: `dynamodb:${step.operation}`,
      resource: step.index ? `${table}/index/${step.index}` : table,
      context: {
        ...(known.length > 0 && { "dynamodb:LeadingKeys": known }),
        ...(step.enclosing && { "dynamodb:EnclosingOperation": [step.enclosing] }),
      },
    };
  }

  const identityOf = (step: Step) => (item: Item) =>
    JSON.stringify([step.table, ...keysOf(step).map((key) => textOf(item[key]))]);

  return {
    read: (request, body) => {
      const { operation, input } = readJson(request, body);
      const steps = stepsOf(operation, input as Input);
      return {
        operation,
        input,
        calls: steps.map((step) => callOf(step, input as Input)),
        items: steps
          .filter((step) => changes.has(step.operation))
          .flatMap((step) => step.items.map(identityOf(step))),
      };
    },
    error: (code, message) =>
      code === "AccessDenied"
        ? json(400, {
            __type: "com.amazon.coral.service#AccessDeniedException",
            Message: message,
          })
        : json(400, { __type: `com.amazonaws.dynamodb.v20120810#${code}`, message }),
  };
}

const textOf = (value: Value | undefined) => value && String(Object.values(value)[0]);

/** The partition key that a query asks for, out of `#pk = :pk AND …`. */
function leadingKey(input: Input, partitionKey: string): string | undefined {
  const { KeyConditionExpression = "", ExpressionAttributeNames: names = {} } = input;
  for (const [, name = "", value = ""] of KeyConditionExpression.matchAll(
    /(#?[\w.-]+)\s*=\s*(:\w+)/g,
  )) {
    if ((names[name] ?? name) === partitionKey) {
      return textOf(input.ExpressionAttributeValues?.[value]);
    }
  }
  return undefined;
}
