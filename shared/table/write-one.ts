import { randomBytes } from "node:crypto";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { env } from "../env.ts";
import { client, type Item } from "./client.ts";
import type { Write } from "./commit.ts";

/** What errors of the table say of themselves. */
export interface AwsError {
  name: string;
  $metadata?: { attempts?: number };
  Item?: Record<string, AttributeValue>;
  CancellationReasons?: { Code?: string; Item?: Record<string, AttributeValue> }[];
}

/** What a command about one item says of a write. */
export const inputOf = (write: Write) => ({
  TableName: env.tableName,
  Key: { pk: write.key.pk, sk: write.key.sk },
  ConditionExpression: write.when,
  UpdateExpression: write.set,
  ExpressionAttributeNames: write.names,
  ExpressionAttributeValues: write.values,
  ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
});

/** By what a write knows itself again, however often it is sent. */
export const newMark = () => randomBytes(9).toString("base64url");

/** Writes one item, and answers it as it then is. The SDK sends again when an answer is lost: what happened the first time is neither refused nor counted twice, unless others wrote the same item in between. A transaction would know for certain, and cost double. */
export async function writeOne(write: Write, mark: string): Promise<Item | undefined> {
  try {
    return await send(write, mark);
  } catch (error) {
    const { name, Item, $metadata } = error as AwsError;
    const isOwn =
      write.do === "delete"
        ? Item === undefined && ($metadata?.attempts ?? 1) > 1
        : Item?.mark?.S === mark;
    if (name !== "ConditionalCheckFailedException" || !isOwn) throw error;
    return Item && unmarshall(Item);
  }
}

async function send(write: Write, mark: string): Promise<Item | undefined> {
  if (write.do === "update") {
    const command = { ...inputOf(marked(write, mark)), ReturnValues: "ALL_NEW" as const };
    return (await client.send(new UpdateCommand(command))).Attributes;
  }
  const { UpdateExpression: _, ...command } = inputOf(write);
  if (write.do === "delete") {
    await client.send(new DeleteCommand(command));
    return undefined;
  }
  const { Key: __, ...rest } = command;
  const item = { ...write.item, mark };
  await client.send(new PutCommand({ ...rest, Item: item }));
  return item;
}

/** An update that leaves its mark, and does nothing where that is already. */
const marked = ({ set = "", when, values, ...write }: Write, mark: string): Write => ({
  ...write,
  set: `SET mark = :mark${set.startsWith("SET ") ? set.replace("SET", ",") : ` ${set}`}`,
  when: `${when ? `(${when}) AND ` : ""}NOT mark = :mark`,
  values: { ...values, ":mark": mark },
});
