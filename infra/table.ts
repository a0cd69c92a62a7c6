import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { table as schema } from "../shared/table/schema.ts";
import type { Settings } from "./settings.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

/**
 * The one table. All indexes exist from the first deploy on: CloudFormation adds one index per update.
 * A name makes it another resource, so that a restored table can be imported beside the one it replaces.
 */
export function createTable(stack: Stack, { tableName }: Settings) {
  return new TableV2(stack, tableName ? `Table-${tableName}` : "Table", {
    tableName,
    partitionKey: text(schema.partitionKey),
    sortKey: text(schema.sortKey),
    timeToLiveAttribute: schema.ttl,
    globalSecondaryIndexes: Object.entries(schema.indexes).map(([indexName, index]) => ({
      indexName,
      partitionKey: text(index.partitionKey),
      sortKey: text(index.sortKey),
      projectionType: indexName === "due" ? ProjectionType.KEYS_ONLY : ProjectionType.ALL,
    })),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** ARNs of the table's indexes, by name. */
export const indexArns = (table: TableV2) =>
  Object.keys(schema.indexes).map((name) => `${table.tableArn}/index/${name}`);
