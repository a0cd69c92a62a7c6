import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Command } from "../recorder.ts";

// biome-ignore lint/suspicious/noExplicitAny: the input of any command
type Input = any;

const documents = ["Key", "Item", "ExclusiveStartKey", "ExpressionAttributeValues"];

/** A command as the SDK was given it, with plain values in place of those on the wire. */
export const plain = ({ operation, input }: Command): Command => ({
  operation,
  input: withDocuments(input),
});

function withDocuments(input: Input): Input {
  const found = documents.filter((name) => input[name]);
  return {
    ...input,
    ...Object.fromEntries(found.map((name) => [name, unmarshall(input[name])])),
    ...(input.TransactItems && { TransactItems: input.TransactItems.map(inEach) }),
    ...(input.RequestItems && {
      RequestItems: eachOf(input.RequestItems, (asked) => ({
        ...asked,
        Keys: asked.Keys.map((key: Input) => unmarshall(key)),
      })),
    }),
  };
}

const inEach = (action: Input) => eachOf(action, withDocuments);

const eachOf = (record: Input, change: (value: Input) => Input) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
