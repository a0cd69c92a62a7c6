/** Every kind of long work. What it takes to start and to follow it stands in `shared/access/operation-kinds.ts`, how it is done in `functions/outbox/kinds.ts`. */
export const operationKinds = [
  "member-removed",
  "access-interrupted",
  "group-left",
  "group-changed",
  "group-deleted",
  "admin-group-changed",
  "admin-group-deleted",
  "project-deleted",
  "project-deletion-requested",
  "project-deletion-declined",
  "user-deleted",
  "user-unclaimed",
  "right-lost",
  "right-lost-below",
  "role-narrowed",
  "access-ending",
  "admin-access-ending",
  "request-declined",
  "owner-declined",
  "thing-group-deleted",
  "customer-group-deleted",
  "customer-group-role-lost",
  "customer-ungrouped",
  "customer-moved",
  "search-renewed",
  "message-sent",
  "closing",
  "closings",
] as const;

/** The name of a kind of long work. */
export type OperationKind = (typeof operationKinds)[number];
