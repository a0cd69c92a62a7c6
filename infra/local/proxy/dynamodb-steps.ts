import { UnknownOperation } from "./request.ts";

/** An attribute value as DynamoDB's protocol writes it. */
export type Value = Record<string, unknown>;
export type Item = Record<string, Value>;

/** A request to one table, or a part of a larger one. */
export type Step = {
  operation: string;
  table: string;
  index?: string;
  /** Items or keys of items that it names. */
  items: Item[];
  enclosing?: string;
};

/** The parameters that matter here. */
export type Input = Action & {
  IndexName?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, Value>;
  RequestItems?: Record<string, { Keys: Item[] } | Record<string, Action>[]>;
  TransactItems?: Record<string, Action>[];
};
type Action = { TableName: string; Key?: Item; Item?: Item };

/** What each part of a transaction counts as. */
const parts: Record<string, string> = {
  Put: "PutItem",
  Update: "UpdateItem",
  Delete: "DeleteItem",
  ConditionCheck: "ConditionCheckItem",
  Get: "GetItem",
};
const ofOneTable = new Set([
  "GetItem",
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "Query",
  "Scan",
  "DescribeTable",
  "DescribeTimeToLive",
]);

/** Takes a request apart into what IAM is asked about, one step after the other. */
export function stepsOf(operation: string, input: Input): Step[] {
  const { RequestItems, TransactItems, TableName, IndexName } = input;
  if (RequestItems) {
    return Object.entries(RequestItems).map(([table, asked]) => {
      const items = Array.isArray(asked)
        ? asked.flatMap((each) => Object.values(each).flatMap(itemOf))
        : asked.Keys;
      return { operation, table, items };
    });
  }
  if (TransactItems) {
    return TransactItems.flatMap((each) =>
      Object.entries(each).map(([part, action]) => ({
        operation: parts[part] ?? part,
        table: action.TableName,
        items: itemOf(action),
        enclosing: operation,
      })),
    );
  }
  if (!ofOneTable.has(operation)) throw new UnknownOperation(`dynamodb:${operation}`);
  return [{ operation, table: TableName, index: IndexName, items: itemOf(input) }];
}

const itemOf = ({ Key, Item }: Action): Item[] => {
  const item = Key ?? Item;
  return item ? [item] : [];
};
