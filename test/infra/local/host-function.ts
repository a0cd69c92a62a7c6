import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";

const table = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 1 }));
const { TABLE_NAME: TableName = "", QUEUE_URL: QueueUrl = "" } = process.env;

type Request = {
  routeKey?: string;
  pathParameters?: { pk: string };
  Records?: { body?: string }[];
};

/** Does one thing of each kind that a function may do: store, read, post, enqueue, react. */
export async function handler({ routeKey, pathParameters, Records }: Request) {
  const pk = pathParameters?.pk ?? "";
  if (Records) return react(Records);
  if (routeKey === "PUT /items/{pk}") {
    console.log(JSON.stringify({ level: "INFO", message: "storing", pk }));
    return table.send(new PutCommand({ TableName, Item: { pk, sk: "@", kind: "letter" } }));
  }
  if (routeKey === "GET /items/{pk}") {
    const keys = [pk, `mailed ${pk}`, `queued ${pk}`];
    const found = await Promise.all(
      keys.map((key) => table.send(new GetCommand({ TableName, Key: { pk: key, sk: "@" } }))),
    );
    return { found: found.map(({ Item }) => Item?.pk ?? null) };
  }
  if (routeKey === "POST /forbidden") {
    return new SESClient({})
      .send(letter("eve@example.org"))
      .catch(({ name, message }) => ({ name, message }));
  }
  return { statusCode: 404, body: "" };
}

const letter = (Source: string) =>
  new SendEmailCommand({
    Source,
    Destination: { ToAddresses: ["ada@example.net"] },
    Message: { Subject: { Data: "Hello" }, Body: { Text: { Data: "Hello" } } },
  });

type Record = { body?: string; dynamodb?: { Keys: { pk: { S: string } } } };

async function react(records: Record[]) {
  for (const { body, dynamodb } of records) {
    if (dynamodb) {
      const { S: pk } = dynamodb.Keys.pk;
      await new SESClient({}).send(letter("usher@example.org"));
      await table.send(new PutCommand({ TableName, Item: { pk: `mailed ${pk}`, sk: "@" } }));
      await new SQSClient({}).send(new SendMessageCommand({ QueueUrl, MessageBody: pk }));
    } else {
      await table.send(new PutCommand({ TableName, Item: { pk: `queued ${body}`, sk: "@" } }));
    }
  }
}
