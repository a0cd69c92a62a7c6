import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AttributeType,
  Billing,
  type CfnGlobalTable,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from "aws-cdk-lib/aws-dynamodb";
import { table as schema } from "../shared/table/schema.ts";
import type { Settings } from "./settings.ts";

const indexNames = Object.keys(schema.indexes) as (keyof typeof schema.indexes)[];
const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The one table: the stack's own, or one that it uses where the stack of another region owns it. */
export function createTable(stack: Stack, { tableName, tableStreamArn, standbyRegion }: Settings) {
  if (tableName && tableStreamArn) {
    return TableV2.fromTableAttributes(stack, "Table", { tableName, tableStreamArn });
  }
  // A name makes it another resource, so that a restored table can be imported beside the old one.
  const table = new TableV2(stack, tableName ? `Table-${tableName}` : "Table", {
    tableName,
    partitionKey: text(schema.partitionKey),
    sortKey: text(schema.sortKey),
    timeToLiveAttribute: schema.ttl,
    // All from the first deploy on: CloudFormation adds one index per update.
    globalSecondaryIndexes: indexNames.map((indexName) => ({
      indexName,
      partitionKey: text(schema.indexes[indexName].partitionKey),
      sortKey: text(schema.indexes[indexName].sortKey),
      projectionType: indexName === "due" ? ProjectionType.KEYS_ONLY : ProjectionType.ALL,
    })),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  if (standbyRegion) addReplica(table, standbyRegion);
  return table;
}

/** A copy of the table as it is guarded here. The construct itself refuses one while the region is open. */
function addReplica(table: TableV2, region: string) {
  const resource = table.node.defaultChild as CfnGlobalTable;
  resource.addPropertyOverride("Replicas.1", {
    Region: region,
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    GlobalSecondaryIndexes: indexNames.map((IndexName) => ({ IndexName })),
  });
}
