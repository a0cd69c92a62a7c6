import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { table as schema } from "../shared/table/schema.ts";
import type { FunctionName } from "./plan.ts";

type Index = keyof typeof schema.indexes;
type Rights = {
  /** Actions on items of the table. */
  table: string[];
  /** The same for items under the keys by which a caller becomes known, and no others. */
  callers?: string[];
  /** Indexes that may be queried. */
  indexes?: Index[];
  /** May start the next step of an operation. */
  starts?: true;
  /** Lambda keeps what it could not do among the dead letters, in its name. */
  keepsFailures?: true;
};

const look = ["GetItem", "BatchGetItem", "Query"];
const write = ["PutItem", "UpdateItem"];
const change = [...write, "DeleteItem", "ConditionCheckItem"];

/** What each function may do. Each item of a transaction counts as the action it names. */
export const rights: Record<FunctionName, Rights> = {
  read: { table: look, callers: [...write, "DeleteItem"], indexes: ["gsi1", "gsi2"] },
  write: { table: [...look, ...change], indexes: ["gsi1", "gsi2"] },
  public: { table: [...look, ...write, "ConditionCheckItem"] },
  mailer: {
    table: ["GetItem", "BatchGetItem", ...write],
    indexes: ["due"],
    keepsFailures: true,
  },
  cascade: {
    table: ["GetItem", "BatchGetItem", ...write],
    starts: true,
    keepsFailures: true,
  },
  worker: { table: [...look, ...change], indexes: ["gsi1", "gsi2"], starts: true },
  scheduled: {
    table: [...look, ...write],
    indexes: ["due"],
    starts: true,
    keepsFailures: true,
  },
};

/** Keys of identities, addresses and users, and of the count that the first administrator begins: any request may be the first one of its caller. What somebody asked for is counted too. */
const callerKeys = ["ID#*", "A#*", "U#*", "ADMINS", "RT#*"];

/** An allowing statement; its id says what for. */
export const allow = (
  sid: string,
  actions: string[],
  resources: string[],
  conditions?: Record<string, Record<string, unknown>>,
) => new PolicyStatement({ sid, actions, resources, conditions });

/** The statements that give a function its part of the table. */
export function tableStatements(name: FunctionName, tableArn: string): PolicyStatement[] {
  const { table, callers, indexes } = rights[name];
  const statements = [allow("Table", dynamodb(table), [tableArn])];
  if (callers) {
    statements.push(
      allow("Callers", dynamodb(callers), [tableArn], {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": callerKeys },
        // Without this an absence of keys would match too.
        Null: { "dynamodb:LeadingKeys": "false" },
      }),
    );
  }
  if (indexes) {
    const arns = indexes.map((index) => `${tableArn}/index/${index}`);
    statements.push(allow("Indexes", dynamodb(["Query"]), arns));
  }
  return statements;
}

const dynamodb = (actions: string[]) => actions.map((action) => `dynamodb:${action}`);
