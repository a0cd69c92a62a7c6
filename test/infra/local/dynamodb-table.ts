const key = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: "HASH" },
  { AttributeName: range, KeyType: "RANGE" },
];

/** A table like the stack's, with some of its indexes. */
export const table = (TableName: string, indexes = ["gsi1", "due"]) => ({
  Type: "AWS::DynamoDB::GlobalTable",
  Properties: {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: key("pk", "sk"),
    AttributeDefinitions: [
      "pk",
      "sk",
      ...indexes.flatMap((name) => [`${name}pk`, `${name}sk`]),
    ].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
    GlobalSecondaryIndexes: indexes.map((IndexName) => ({
      IndexName,
      KeySchema: key(`${IndexName}pk`, `${IndexName}sk`),
      Projection: { ProjectionType: "ALL" },
    })),
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    Replicas: [{ Region: "us-east-1" }],
    TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
  },
});
