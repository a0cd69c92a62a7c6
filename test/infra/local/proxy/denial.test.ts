import { ExecuteStatementCommand } from "@aws-sdk/client-dynamodb";
import { SendEmailCommand } from "@aws-sdk/client-ses";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startProxy } from "./start.ts";

const TableName = "usher";
const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/usher";
let proxy: Awaited<ReturnType<typeof startProxy>>;
beforeAll(async () => {
  proxy = await startProxy({}, { ses: "http://127.0.0.1:9", sqs: "http://127.0.0.1:9" });
});
afterAll(() => proxy.stop());

const put = (pk: string, sk = "@") => ({ TableName, Item: { pk, sk } });
const query = (pk: string, index?: string) =>
  new QueryCommand({
    TableName,
    IndexName: index,
    KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)",
    ExpressionAttributeNames: {
      "#pk": index ? `${index}pk` : "pk",
      "#sk": index ? `${index}sk` : "sk",
    },
    ExpressionAttributeValues: { ":pk": pk, ":prefix": "a" },
  });

describe("the table", () => {
  test("denies what the role does not allow in the shape of AWS", async () => {
    await expect(proxy.table("Sender").send(new PutCommand(put("a")))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message:
        "User: arn:aws:sts::000000000000:assumed-role/SenderRole/Sender is not authorized to perform: " +
        `dynamodb:PutItem on resource: ${arn} because no identity-based policy allows the dynamodb:PutItem action`,
      $metadata: { httpStatusCode: 400 },
    });
    expect(proxy.said.at(-1)).toContain("dynamodb:PutItem");
    const { Item } = await proxy
      .table("All")
      .send(new GetCommand({ TableName, Key: put("a").Item }));
    expect(Item).toBeUndefined();
  });

  test("lets pass what the role allows", async () => {
    const client = proxy.table("Items");
    await client.send(new PutCommand(put("b")));
    const { Item } = await client.send(new GetCommand({ TableName, Key: put("b").Item }));
    expect(Item).toEqual({ pk: "b", sk: "@" });
  });

  test("asks about an index by its own ARN", async () => {
    await expect(proxy.table("Items").send(query("x", "gsi1"))).rejects.toThrow(
      `dynamodb:Query on resource: ${arn}/index/gsi1`,
    );
    expect((await proxy.table("All").send(query("x", "gsi1"))).Items).toEqual([]);
    await expect(proxy.table("All").send(query("x", "due"))).rejects.toThrow(`${arn}/index/due`);
  });

  test("asks about each item of a transaction as the action it is", async () => {
    const client = proxy.table("Items");
    const check = {
      ConditionCheck: {
        TableName,
        Key: { pk: "c", sk: "@" },
        ConditionExpression: "attribute_not_exists(pk)",
      },
    };
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put("d") }] }));
    await expect(
      client.send(new TransactWriteCommand({ TransactItems: [{ Put: put("e") }, check] })),
    ).rejects.toThrow(`dynamodb:ConditionCheckItem on resource: ${arn}`);
    const { Item } = await client.send(new GetCommand({ TableName, Key: put("e").Item }));
    expect(Item).toBeUndefined();
  });

  test("asks about a batch by the batch's own action", async () => {
    const Keys = [{ pk: "b", sk: "@" }];
    const batch = new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } });
    expect((await proxy.table("Items").send(batch)).Responses?.usher).toEqual(Keys);
    await expect(proxy.table("Sender").send(batch)).rejects.toThrow("dynamodb:BatchGetItem");
  });

  test("shows the keys that a request leads with to the conditions", async () => {
    const client = proxy.table("Own");
    await client.send(new PutCommand(put("U#1")));
    await client.send(query("U#1"));
    await client.send(query("U#1", "gsi1"));
    await client.send(new TransactWriteCommand({ TransactItems: [{ Put: put("U#2") }] }));
    const Keys = [put("U#1").Item, put("U#2").Item];
    await client.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));

    const own = { Put: put("U#3") };
    const foreign = [
      new PutCommand(put("C#1")),
      query("C#1"),
      query("C#1", "gsi1"),
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [...Keys, put("C#1").Item] } } }),
      new TransactWriteCommand({ TransactItems: [own, { Put: put("C#1") }] }),
      new ScanCommand({ TableName }),
    ];
    for (const command of foreign) {
      await expect(client.send(command as ScanCommand)).rejects.toMatchObject({
        name: "AccessDeniedException",
      });
    }
    const { Item } = await proxy
      .table("All")
      .send(new GetCommand({ TableName, Key: own.Put.Item }));
    expect(Item).toBeUndefined();
  });

  test("is not there for somebody who is no function of the template", async () => {
    const stranger = proxy.table("Stranger").send(new PutCommand(put("a")));
    await expect(stranger).rejects.toMatchObject({ name: "MissingAuthenticationTokenException" });
    const unsigned = await fetch(proxy.origin, { method: "POST", body: "{}" });
    expect(unsigned.status).toBe(403);
  });

  test("is said to be asked wrongly, and why", async () => {
    const wrong = new PutCommand({ TableName, Item: { pk: "a" } });
    await expect(proxy.table("All").send(wrong)).rejects.toMatchObject({
      name: "ValidationException",
    });
    expect(proxy.said.at(-1)).toMatch(/^All: PutItem: .*key/i);
  });

  test("cannot be asked what the local host does not know", async () => {
    const command = new ExecuteStatementCommand({ Statement: "SELECT * FROM usher" });
    await expect(proxy.table("All").send(command)).rejects.toMatchObject({
      name: "UnknownOperation",
    });
  });

  test("breaks the connection while its engine is away", async () => {
    const away = await startProxy({}, { dynamodb: "http://127.0.0.1:9" });
    await expect(away.table("All").send(new PutCommand(put("a")))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    await away.stop();
  });
});

describe("mail", () => {
  const letter = (Source: string, to = "ada@example.net") =>
    new SendEmailCommand({
      Source,
      Destination: { ToAddresses: [to] },
      Message: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } },
    });

  test.each([
    "eve@example.org",
    "usher@example.net",
    "usher@example.org <eve@example.org>",
    "USHER@example.org",
  ])("from %s is denied in the shape of AWS", async (sender) => {
    await expect(proxy.mail("Mailer").send(letter(sender))).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: ses:SendEmail on resource"),
      $metadata: { httpStatusCode: 403 },
    });
  });

  test.each(["usher@example.org", "Usher <usher@example.org>", '"A & B" <usher@example.org>'])(
    "from %s goes on to the inbox, which is away here",
    async (sender) => {
      await expect(proxy.mail("Mailer").send(letter(sender))).rejects.toMatchObject({
        code: "ECONNRESET",
      });
    },
  );

  test("needs the identity of who gets it, as an account in the sandbox of SES does", async () => {
    await expect(
      proxy.mail("Mailer").send(letter("usher@example.org", "ada@example.com")),
    ).rejects.toThrow("arn:aws:ses:us-east-1:000000000000:identity/ada@example.com");
  });

  test("needs the configuration set that it names", async () => {
    const { input } = letter("usher@example.org");
    const command = new SendEmailCommand({ ...input, ConfigurationSetName: "Letters" });
    await expect(proxy.mail("Mailer").send(command)).rejects.toThrow(
      "arn:aws:ses:us-east-1:000000000000:configuration-set/Letters",
    );
  });
});

test("a queue is asked about by its ARN", async () => {
  const message = (queue: string) =>
    new SendMessageCommand({ QueueUrl: `${proxy.origin}/000000000000/${queue}`, MessageBody: "1" });
  await expect(proxy.queue("Sender").send(message("other"))).rejects.toMatchObject({
    name: expect.stringContaining("AccessDenied"),
    message: expect.stringContaining("arn:aws:sqs:us-east-1:000000000000:other"),
  });
  await expect(proxy.queue("Sender").send(message("work"))).rejects.toMatchObject({
    code: "ECONNRESET",
  });
});
