import { AwsError } from "./aws-json.ts";
import { callDynamoDb } from "./dynamodb.ts";
import { nameOf, noOrigins, type Resource } from "./names.ts";
import type { Part, Surroundings } from "./part.ts";
import { type Expired, openExpiries } from "./ttl/expiries.ts";

type Properties = {
  KeySchema: { AttributeName: string; KeyType: "HASH" | "RANGE" }[];
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
};
type Needs = Pick<Surroundings, "template" | "dynamodb" | "now" | "say"> & {
  /** The embedded engine's file; other engines remove expired items themselves. */
  file: string;
};

const interval = 5_000;
/** How many items one sweep removes at most; the next one goes on. */
const step = 500;

/** Plays DynamoDB's part of removing expired items: some time after they expired, in bounded steps. */
export function startTtl(needs: Needs): Part & { sweep: () => Promise<void> } {
  const { template, say } = needs;
  const tables = template
    .resources<Properties>("AWS::DynamoDB::GlobalTable")
    .filter(({ properties }) => properties.TimeToLiveSpecification?.Enabled)
    .map((table) => startTable(table, needs));

  async function sweep() {
    for (const { removeExpired } of tables) await removeExpired();
  }

  let sweeping = Promise.resolve();
  const inTurn = () => {
    sweeping = sweeping.then(sweep).catch((error) => say(`Expired items stay for now: ${error}`));
    return sweeping;
  };
  const timer = setInterval(inTurn, interval);
  return {
    /** Removes what has expired by now. */
    sweep: inTurn,
    stop: async () => {
      clearInterval(timer);
      await sweeping;
      for (const { close } of tables) close();
    },
  };
}

function startTable(table: Resource<Properties>, { dynamodb, file, now }: Needs) {
  const { KeySchema, TimeToLiveSpecification } = table.properties;
  const keyOf = (type: string) =>
    KeySchema.find((key) => key.KeyType === type)?.AttributeName ?? "";
  const TableName = nameOf(table as unknown as Resource, undefined, noOrigins);
  const [hash, range] = [keyOf("HASH"), keyOf("RANGE")];
  const ttl = TimeToLiveSpecification?.AttributeName ?? "";
  const expiries = openExpiries(file, { name: TableName, hash, range, ttl });

  /** An item that got a new time meanwhile stays. */
  async function remove(item: Expired) {
    expiries.mark(item);
    await callDynamoDb(dynamodb, "DeleteItem", {
      TableName,
      Key: { [hash]: JSON.parse(item.hash), [range]: JSON.parse(item.range) },
      ConditionExpression: "#ttl = :seen",
      ExpressionAttributeNames: { "#ttl": ttl },
      ExpressionAttributeValues: { ":seen": { N: item.ttl } },
    }).catch((error) => {
      const type = error instanceof AwsError ? error.type : "";
      if (type !== "ConditionalCheckFailedException") throw error;
    });
  }

  return {
    removeExpired: async () => {
      const found = expiries.find(Math.floor(now() / 1000), step);
      for (const item of found) await remove(item);
      if (found.length > 0) expiries.unmarkAll();
    },
    close: expiries.close,
  };
}
