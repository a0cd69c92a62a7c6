import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { onTestFinished } from "vitest";
import { createTables } from "../../../infra/local/engine/tables.ts";
import { startEngine } from "../../../infra/local/engine.ts";
import type { Surroundings } from "../../../infra/local/part.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "secret" };

/** Starts the table engine for a test, and writes and reads items of the table `usher` in it. */
export async function engineOf(around: Pick<Surroundings, "template" | "stateDir">) {
  const engine = await startEngine(around);
  onTestFinished(engine.stop);
  await createTables(around.template, engine.endpoint);
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials,
  });
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = "usher";
  return {
    endpoint: engine.endpoint,
    put: (Item: NonNullable<PutCommandInput["Item"]>) =>
      documents.send(new PutCommand({ TableName, Item })),
    get: async (pk: string, sk: string) =>
      (await documents.send(new GetCommand({ TableName, Key: { pk, sk } }))).Item,
    remove: (pk: string, sk: string) =>
      documents.send(new DeleteCommand({ TableName, Key: { pk, sk } })),
  };
}
