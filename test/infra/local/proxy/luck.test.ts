import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { AwsRequest } from "../../../../infra/local/proxy/request.ts";
import { startProxy } from "./start.ts";

const TableName = "usher";
const key = (pk: string) => ({ pk, sk: "@" });
const put = (pk: string) => new PutCommand({ TableName, Item: key(pk) });
const transaction = (...items: string[]) =>
  new TransactWriteCommand({
    TransactItems: items.map((pk) => ({ Put: { TableName, Item: key(pk) } })),
  });
const conflict = {
  name: "TransactionCanceledException",
  $metadata: { httpStatusCode: 400 },
};

let proxy: Awaited<ReturnType<typeof startProxy>>;
let client: ReturnType<typeof proxy.table>;
beforeAll(async () => {
  proxy = await startProxy({ holdTransactions: 1 });
  client = proxy.table("All");
});
afterEach(() => proxy.suffer());
afterAll(() => proxy.stop());

const exists = async (pk: string) =>
  (await client.send(new GetCommand({ TableName, Key: key(pk) }))).Item !== undefined;

/** Sends a write and keeps it on its way until it is let go. */
async function held(command: PutCommand | TransactWriteCommand) {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<undefined>();
  proxy.suffer(() => {
    arrived.resolve();
    return gate.promise;
  });
  const write = client.send(command as PutCommand);
  await arrived.promise;
  proxy.suffer();
  return () => {
    gate.resolve(undefined);
    return write;
  };
}

describe("overlapping writes", () => {
  test("of two transactions of one item let the first one through and cancel the other", async () => {
    const first = await held(transaction("a", "b"));
    await expect(client.send(transaction("c", "b"))).rejects.toMatchObject({
      ...conflict,
      CancellationReasons: [
        { Code: "None" },
        { Code: "TransactionConflict", Message: "Transaction is ongoing for the item" },
      ],
    });
    await first();
    expect([await exists("a"), await exists("b"), await exists("c")]).toEqual([true, true, false]);
  });

  test("of a transaction and a single write refuse the later one", async () => {
    const first = await held(transaction("d"));
    const update = new UpdateCommand({ TableName, Key: key("d") });
    await expect(client.send(update)).rejects.toMatchObject({
      name: "TransactionConflictException",
      message: "Transaction is ongoing for the item",
    });
    await first();
    const single = await held(put("e"));
    await expect(client.send(transaction("e"))).rejects.toMatchObject(conflict);
    await single();
  });

  test("of checks of one item conflict too", async () => {
    const check = { TableName, Key: key("f"), ConditionExpression: "attribute_not_exists(pk)" };
    const both = (pk: string) =>
      new TransactWriteCommand({
        TransactItems: [{ ConditionCheck: check }, { Put: { TableName, Item: key(pk) } }],
      });
    const first = await held(both("g"));
    await expect(client.send(both("h"))).rejects.toMatchObject(conflict);
    await first();
  });

  test("of other items, single writes, reads, and what comes later do not conflict", async () => {
    const first = await held(transaction("i"));
    expect(await exists("i")).toBe(false);
    await client.send(transaction("j"));
    const single = await held(put("k"));
    await client.send(put("k"));
    await Promise.all([first(), single()]);
    await client.send(transaction("i", "k"));
    expect([await exists("i"), await exists("j"), await exists("k")]).toEqual([true, true, true]);
  });
});

describe("bad luck", () => {
  test("is an error in place of the request", async () => {
    proxy.suffer(() => ({ error: "ThrottlingException", message: "slow down" }));
    await expect(client.send(put("l"))).rejects.toMatchObject({
      name: "ThrottlingException",
      message: "slow down",
    });
    proxy.suffer();
    expect(await exists("l")).toBe(false);
  });

  test("is an answer that is lost after the request was done", async () => {
    proxy.suffer(({ operation }) => (operation === "PutItem" ? { lose: "answer" } : undefined));
    await expect(client.send(put("m"))).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(await exists("m")).toBe(true);
  });

  test("is another answer than the table would give", async () => {
    await client.send(put("p"));
    proxy.suffer(({ operation }) => (operation === "GetItem" ? { reply: {} } : undefined));
    expect(await exists("p")).toBe(false);
    proxy.suffer();
    expect(await exists("p")).toBe(true);
  });

  test("is waiting, and knows what was asked", async () => {
    const asked: AwsRequest[] = [];
    const { promise, resolve } = Promise.withResolvers<undefined>();
    proxy.suffer((request) => {
      asked.push(request);
      return promise;
    });
    const write = client.send(transaction("n", "o"));
    await expect.poll(() => asked).toHaveLength(1);
    proxy.suffer();
    expect(await exists("n")).toBe(false);
    resolve(undefined);
    await write;
    expect(await exists("n")).toBe(true);
    expect(asked[0]).toMatchObject({
      service: "dynamodb",
      operation: "TransactWriteItems",
      functionId: "All",
      trace: "Root=1-0-0",
      items: ['["usher","n","@"]', '["usher","o","@"]'],
    });
  });
});
