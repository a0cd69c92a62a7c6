import { AwsError } from "../aws-json.ts";
import { CannotStart } from "../cannot-start.ts";
import { callDynamoDb } from "../dynamodb.ts";
import { nameOf, noOrigins, type Resource } from "../names.ts";
import type { Template } from "../template.ts";

type Index = { IndexName: string; KeySchema: object[]; Projection: object };
type TableProperties = {
  KeySchema: object[];
  AttributeDefinitions: object[];
  GlobalSecondaryIndexes?: Index[];
  StreamSpecification?: { StreamViewType: string };
};

/** Makes the template's tables in the engine, where they are not yet. */
export async function createTables(template: Template, endpoint: string) {
  for (const table of template.resources<TableProperties>("AWS::DynamoDB::GlobalTable")) {
    const TableName = nameOf(table as unknown as Resource, undefined, noOrigins);
    const indexes = await indexesOf(endpoint, TableName);
    if (!indexes) await create(endpoint, TableName, table.properties);
    else refuseOther(TableName, indexes, table.properties);
  }
}

/** Removes a table from the engine, if it is there. */
export async function deleteTable(endpoint: string, TableName: string) {
  await callDynamoDb(endpoint, "DeleteTable", { TableName }).catch((error) => {
    if (!isMissing(error)) throw error;
  });
}

const isMissing = (error: unknown) =>
  error instanceof AwsError && error.type === "ResourceNotFoundException";

async function indexesOf(endpoint: string, TableName: string): Promise<string[] | undefined> {
  try {
    const { Table } = await callDynamoDb<{ Table: { GlobalSecondaryIndexes?: Index[] } }>(
      endpoint,
      "DescribeTable",
      { TableName },
    );
    return (Table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function create(endpoint: string, TableName: string, properties: TableProperties) {
  const { AttributeDefinitions, GlobalSecondaryIndexes, KeySchema, StreamSpecification } =
    properties;
  await callDynamoDb(endpoint, "CreateTable", {
    TableName,
    AttributeDefinitions,
    KeySchema,
    BillingMode: "PAY_PER_REQUEST",
    ...(GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(
        ({ IndexName, KeySchema, Projection }) => ({
          IndexName,
          KeySchema,
          Projection,
        }),
      ),
    }),
    ...(StreamSpecification && {
      StreamSpecification: { StreamEnabled: true, ...StreamSpecification },
    }),
  });
}

function refuseOther(name: string, indexes: string[], properties: TableProperties) {
  const wanted = (properties.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  if (wanted.toSorted().join() === indexes.toSorted().join()) return;
  throw new CannotStart(
    `The table ${name} has other indexes than the template wants. Run "npm run reset" to start anew.`,
  );
}
