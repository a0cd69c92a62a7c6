import type { StoredOperation } from "../model/operation.ts";
import { Refusal } from "../model/refusal.ts";
import type { Write } from "./commit.ts";
import { keys } from "./schema.ts";

/** Closings of many customers that one person has under way at the same time. */
const most = 5;

const keyOf = (requester: string) =>
  keys.rate({ caller: requester, what: "closings", window: "open" });

/** Counts a closing of many customers that begins, or goes on; refused where too many are under way. */
export const count = (requester: string, operation: string): Write => ({
  do: "update",
  key: keyOf(requester),
  set: "SET kind = :kind ADD ids :this",
  when: "attribute_not_exists(ids) OR size(ids) < :most OR contains(ids, :one)",
  values: { ":kind": "rate", ":this": new Set([operation]), ":one": operation, ":most": most },
  orElse: new Refusal(
    "limit_reached",
    `${most} of your closings of many customers are under way. Wait until one is done, or cancel one: GET /v1/operations lists them.`,
  ),
});

/** Counts an operation that goes on again, if it is one of these. */
export const countAgain = ({ id, kind, startedBy }: StoredOperation): Write[] =>
  kind === "closings" ? [count(startedBy, id)] : [];

/** Counts an operation no more that is over, if it is one of these. */
export const uncount = ({ id, kind, startedBy }: StoredOperation): Write[] =>
  kind === "closings"
    ? [
        {
          do: "update",
          key: keyOf(startedBy),
          set: "DELETE ids :this",
          values: { ":this": new Set([id]) },
        },
      ]
    : [];
