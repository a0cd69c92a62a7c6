import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProxy } from "./start.ts";

const TableName = "usher";
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  proxy = await startProxy({ count: { settle: 100 } });
});
afterAll(() => proxy.stop());

const Item = { pk: "a", sk: "@", gsi1pk: "g", gsi1sk: "1" };
const put = (pk: string) => new PutCommand({ TableName, Item: { ...Item, pk } });
const get = (pk: string) =>
  new GetCommand({ TableName, Key: { pk, sk: "@" }, ConsistentRead: true });

describe("an invocation", () => {
  test("is measured by its trace, apart from all others", async () => {
    const one = proxy.table("All", "Root=1-1-1;Parent=a");
    const other = proxy.table("All", "Root=1-1-2;Parent=a");
    await Promise.all([one.send(get("a")), other.send(get("a"))]);
    await one.send(get("a"));
    expect(proxy.measure("Root=1-1-1")).toMatchObject({ requests: 2, waves: 2 });
    expect(proxy.measure("1-1-2")).toMatchObject({ requests: 1, waves: 1 });
    expect(proxy.measure("Root=1-1-3")).toMatchObject({ requests: 0, waves: 0, calls: [] });
  });

  test("that asks for several things at once does so in one wave", async () => {
    const client = proxy.table("All", "Root=1-2-1");
    await Promise.all([client.send(get("a")), client.send(get("b")), client.send(get("c"))]);
    await client.send(put("a"));
    await Promise.all([client.send(get("a")), client.send(get("b"))]);
    const { calls, ...counted } = proxy.measure("Root=1-2-1");
    expect(counted).toMatchObject({ requests: 6, waves: 3 });
    expect(calls.map(({ operation, wave }) => `${operation} ${wave}`)).toEqual([
      "GetItem 1",
      "GetItem 1",
      "GetItem 1",
      "PutItem 2",
      "GetItem 3",
      "GetItem 3",
    ]);
  });

  test("waits for nothing when its trace is not sampled", async () => {
    const answered: string[] = [];
    const ask = async (name: string, trace: string) => {
      await proxy.table("All", trace).send(get("a"));
      answered.push(name);
    };
    await Promise.all([
      ask("sampled", "Root=1-6-1;Parent=a;Sampled=1"),
      ask("unsampled", "Root=1-6-2;Parent=a;Sampled=0"),
    ]);
    expect(answered).toEqual(["unsampled", "sampled"]);
    expect(proxy.measure("Root=1-6-2")).toMatchObject({ requests: 1, waves: 1 });
  });

  test("costs capacity units, those of the indexes too", async () => {
    const client = proxy.table("All", "Root=1-3-1");
    await client.send(put("u"));
    await client.send(get("u"));
    await client.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item: { ...Item, pk: "t" } } }],
      }),
    );
    await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [{ pk: "u", sk: "@" }] } } }),
    );
    const { calls, units } = proxy.measure("Root=1-3-1");
    expect(calls.map(({ units }) => units)).toEqual([
      { read: 0, write: 2 },
      { read: 1, write: 0 },
      { read: 0, write: 3 },
      { read: 0.5, write: 0 },
    ]);
    expect(units).toEqual({ read: 1.5, write: 5 });
  });

  test("sees its answers as if nobody had counted", async () => {
    const client = proxy.table("All", "Root=1-4-1");
    const answer = await client.send(put("v"));
    expect(answer.ConsumedCapacity).toBeUndefined();
    const query = { TableName, KeyConditionExpression: "pk = :pk" };
    const values = { ExpressionAttributeValues: { ":pk": "v" } };
    const asked = await client.send(
      new QueryCommand({ ...query, ...values, ReturnConsumedCapacity: "TOTAL" }),
    );
    expect(asked.Items).toEqual([{ ...Item, pk: "v" }]);
    expect(asked.ConsumedCapacity?.CapacityUnits).toBe(0.5);
  });

  test("is not charged for what its role denies", async () => {
    await expect(proxy.table("Sender", "Root=1-5-1").send(get("a"))).rejects.toThrow();
    expect(proxy.measure("Root=1-5-1").requests).toBe(0);
  });
});
