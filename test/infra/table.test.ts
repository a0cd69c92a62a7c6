import { beforeAll, expect, test } from "vitest";
import { table as schema } from "../../shared/table/schema.ts";
import { type Stacked, templateWith } from "./stack.ts";

let stack: Stacked;
let named: Stacked;
let copied: Stacked;
let borrowing: Stacked;
const tableStreamArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/usher/stream/2030-01-31";

beforeAll(() => {
  stack = templateWith();
  named = templateWith({ tableName: "usher-restored" });
  copied = templateWith({ standbyRegion: "eu-west-1" });
  borrowing = templateWith({ tableName: "usher", tableStreamArn });
});

const tableOf = (from: Stacked) => {
  const tables = from.of("AWS::DynamoDB::GlobalTable");
  const [table] = tables;
  if (!table || tables.length !== 1) throw new Error(`expected one table, found ${tables.length}`);
  return table;
};

test("there is one table, in one region, paid by request", () => {
  const { properties } = tableOf(stack);
  expect(properties.Replicas).toHaveLength(1);
  expect(properties.BillingMode).toBe("PAY_PER_REQUEST");
  expect(stack.of("AWS::DynamoDB::Table")).toEqual([]);
});

test("neither a delete, a replacement nor a mistake loses it", () => {
  const { properties, DeletionPolicy, UpdateReplacePolicy } = tableOf(stack);
  expect(DeletionPolicy).toBe("Retain");
  expect(UpdateReplacePolicy).toBe("Retain");
  expect(properties.Replicas).toMatchObject([
    {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  ]);
});

test("its stream carries both images, and items end by themselves", () => {
  const { properties } = tableOf(stack);
  expect(properties.StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
  expect(properties.TimeToLiveSpecification).toEqual({ AttributeName: schema.ttl, Enabled: true });
});

test("keys and indexes are those of the schema, all from the first deploy on", () => {
  const { properties } = tableOf(stack);
  const keys = (partition: string, sort: string) => [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
  expect(properties.KeySchema).toEqual(keys(schema.partitionKey, schema.sortKey));
  expect(properties.GlobalSecondaryIndexes).toEqual(
    Object.entries(schema.indexes).map(([IndexName, { partitionKey, sortKey }]) => ({
      IndexName,
      KeySchema: keys(partitionKey, sortKey),
      Projection: { ProjectionType: IndexName === "due" ? "KEYS_ONLY" : "ALL" },
    })),
  );
});

test("its name is left to CloudFormation unless it is set", () => {
  expect(tableOf(stack).properties.TableName).toBeUndefined();
  expect(tableOf(named).properties.TableName).toBe("usher-restored");
});

test("a named table is another resource, so that a restored one can be imported beside the old one", () => {
  expect(tableOf(named).id).not.toBe(tableOf(stack).id);
});

test("a standby region holds a copy that is guarded alike", () => {
  const [own, copy] = tableOf(copied).properties.Replicas as Record<string, unknown>[];
  expect(copy).toEqual({ ...own, Region: "eu-west-1" });
});

test("a stack in the standby region uses the copy and does not own it", () => {
  expect(borrowing.of("AWS::DynamoDB::GlobalTable")).toEqual([]);
  const sources = borrowing
    .of("AWS::Lambda::EventSourceMapping")
    .map(({ properties }) => properties);
  expect(sources.filter(({ EventSourceArn }) => EventSourceArn === tableStreamArn)).toHaveLength(2);
  const arn = /:dynamodb:[^"]*".*?:table\/usher"/;
  for (const { id, properties } of borrowing.of("AWS::IAM::Policy")) {
    expect(JSON.stringify(properties), id).toMatch(arn);
  }
});
