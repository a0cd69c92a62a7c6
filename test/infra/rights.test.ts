import { beforeAll, expect, test } from "vitest";
import { functionNames, pascal } from "../../infra/plan.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Statement = {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};
type Policy = { PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] };

let stack: Stacked;
beforeAll(() => {
  stack = templateWith({ mailFrom: "usher@example.org", canary: "true" });
});

/** A function's statements, found by the role that the function itself names. */
function statementsOf(name: string): Statement[] {
  const functions = stack.of<{ Role: { "Fn::GetAtt": [string, string] } }>("AWS::Lambda::Function");
  const role = functions.find(({ id }) => id.startsWith(pascal(name)))?.properties.Role;
  const statements = stack
    .of<Policy>("AWS::IAM::Policy")
    .filter(({ properties }) => properties.Roles.some(({ Ref }) => Ref === role?.["Fn::GetAtt"][0]))
    .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  expect(statements.length).toBeGreaterThan(1);
  return statements;
}

const actionsOf = ({ Action }: Statement) => [Action].flat();
const allStatements = () => functionNames.flatMap(statementsOf);
const changes = ["PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"].map(
  (action) => `dynamodb:${action}`,
);
const may = (name: string, action: string) =>
  statementsOf(name).filter((statement) => actionsOf(statement).includes(action));

test("every statement of a function allows named actions on named resources", () => {
  for (const statement of allStatements()) {
    expect(statement.Effect).toBe("Allow");
    expect(actionsOf(statement).join()).toMatch(/^[a-z0-9-]+:[A-Za-z]+(,[a-z0-9-]+:[A-Za-z]+)*$/);
    // Which identity a mail goes by is up to SES; from whom it is, the statement says.
    if (actionsOf(statement).join() === "ses:SendEmail") continue;
    expect(JSON.stringify(statement.Resource)).not.toContain("*");
  }
});

test("no function has rights from anywhere but its own policy", () => {
  for (const { id, properties } of stack.of("AWS::IAM::Role")) {
    expect(properties.Policies, id).toBeUndefined();
    if (id.startsWith("DeploymentRole")) continue;
    expect(properties.ManagedPolicyArns, id).toBeUndefined();
  }
  const roles = stack.of<Policy>("AWS::IAM::Policy").flatMap(({ properties }) => properties.Roles);
  expect(new Set(roles.map(({ Ref }) => Ref)).size).toBe(functionNames.length);
  expect(roles).toHaveLength(functionNames.length);
});

test("nobody may scan, nor change the table itself", () => {
  const used = new Set(allStatements().flatMap(actionsOf));
  expect([...used].filter((action) => action.startsWith("dynamodb:")).sort()).toEqual([
    "dynamodb:BatchGetItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:DescribeStream",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
  ]);
});

test("what answers GET requests changes only what makes a caller known", () => {
  expect(may("read", "dynamodb:ConditionCheckItem")).toEqual([]);
  for (const action of changes.filter((one) => !one.endsWith("CheckItem"))) {
    const grants = may("read", action);
    expect(grants).toHaveLength(1);
    expect(grants[0]?.Condition).toEqual({
      "ForAllValues:StringLike": {
        "dynamodb:LeadingKeys": ["ID#*", "A#*", "U#*", "ADMINS", "RT#*"],
      },
      Null: { "dynamodb:LeadingKeys": "false" },
    });
  }
});

test("indexes may be queried and nothing else, each by its own ARN", () => {
  for (const statement of allStatements()) {
    if (!JSON.stringify(statement.Resource).includes("/index/")) continue;
    expect(actionsOf(statement)).toEqual(["dynamodb:Query"]);
  }
});

test("only the mailer posts, only as the sender, and only it makes secrets", () => {
  for (const action of ["ses:SendEmail", "kms:GenerateMac"]) {
    expect(functionNames.filter((name) => may(name, action).length > 0)).toEqual(["mailer"]);
  }
  expect(may("mailer", "ses:SendEmail")[0]?.Condition).toEqual({
    StringEquals: { "ses:FromAddress": "usher@example.org" },
  });
});

test("whoever calls without a token has nothing deleted, and behind the requests only the worker deletes", () => {
  const able = functionNames.filter((name) => may(name, "dynamodb:DeleteItem").length > 0);
  expect(able).toEqual(["read", "write", "worker"]);
});

test("those may keep failures whose source gives up on them", () => {
  const keepers = functionNames.filter((name) =>
    statementsOf(name).some(({ Sid }) => Sid === "KeepFailures"),
  );
  expect(keepers).toEqual(["mailer", "cascade", "scheduled"]);
});

test("the key can be used by the mailer's role alone, and by nobody through a grant", () => {
  const [key] = stack.of<{ KeyPolicy: { Statement: (Statement & { Principal: unknown })[] } }>(
    "AWS::KMS::Key",
  );
  const [administer, use, ...others] = key?.properties.KeyPolicy.Statement ?? [];
  expect(others).toEqual([]);
  expect(use?.Action).toBe("kms:GenerateMac");
  expect(use?.Principal).toEqual({
    AWS: { "Fn::GetAtt": [expect.stringMatching(/^MailerRole/), "Arn"] },
  });
  const administration = administer ? actionsOf(administer) : [];
  expect(administration.length).toBeGreaterThan(5);
  expect(administration.filter((action) => /\*|Mac$|CreateGrant/.test(action))).toEqual([]);
  expect(key).toMatchObject({ DeletionPolicy: "Retain" });
});
