/** Names that infra creates and every command uses. `due` projects keys only, the others everything. */
export const table = {
  partitionKey: "pk",
  sortKey: "sk",
  ttl: "ttl",
  indexes: {
    gsi1: { partitionKey: "gsi1pk", sortKey: "gsi1sk" },
    gsi2: { partitionKey: "gsi2pk", sortKey: "gsi2sk" },
    due: { partitionKey: "duepk", sortKey: "duesk" },
  },
} as const;
