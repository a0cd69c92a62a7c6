import { describe, expect, test } from "vitest";
import type { Call } from "../../../infra/local/roles/statement.ts";
import { readRoles } from "../../../infra/local/roles.ts";
import { readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";

const arn = "arn:aws:dynamodb:us-east-1:000000000000:table/usher";
const statement = (rest: object = {}) => ({
  Effect: "Allow",
  Action: "dynamodb:GetItem",
  Resource: arn,
  ...rest,
});
const rolesWith = (statements: object[], role: object = {}) => {
  const resources = {
    Fn: {
      Type: "AWS::Lambda::Function",
      Properties: { Role: { "Fn::GetAtt": ["Role", "Arn"] } },
    },
    Role: { Type: "AWS::IAM::Role", Properties: role },
    Policy: {
      Type: "AWS::IAM::Policy",
      Properties: { Roles: [{ Ref: "Role" }], PolicyDocument: { Statement: statements } },
    },
  };
  return readRoles(readTemplate(assembly({ resources }), origins));
};
const get: Call = { action: "dynamodb:GetItem", resource: arn, context: {} };
const allows = (statements: object[], call: Partial<Call> = {}) =>
  rolesWith(statements).refusal("Fn", { ...get, ...call }) === undefined;
const leading = (...keys: string[]) => ({ context: { "dynamodb:LeadingKeys": keys } });

describe("a role", () => {
  test("allows what a statement of it allows", () => {
    expect(allows([statement()])).toBe(true);
  });

  test("denies what no statement allows, in AWS's words", () => {
    expect(rolesWith([]).refusal("Fn", get)).toBe(
      "User: arn:aws:sts::000000000000:assumed-role/Role/Fn is not authorized to perform: dynamodb:GetItem " +
        `on resource: ${arn} because no identity-based policy allows the dynamodb:GetItem action`,
    );
  });

  test("denies what another statement of it denies", () => {
    const roles = rolesWith([statement(), statement({ Effect: "Deny" })]);
    expect(roles.refusal("Fn", get)).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  test("gives nothing to a function that is not of the template", () => {
    expect(rolesWith([statement()]).refusal("Stranger", get)).toBeDefined();
  });

  test("may hold its policies itself", () => {
    const Policies = [{ PolicyName: "Own", PolicyDocument: { Statement: statement() } }];
    expect(rolesWith([], { Policies }).refusal("Fn", get)).toBeUndefined();
  });

  test.each([
    ["dynamodb:Get*", true],
    ["DynamoDB:getitem", true],
    ["dynamodb:*", true],
    ["*", true],
    ["dynamodb:GetIte?", true],
    ["dynamodb:Put*", false],
    ["dynamodb:GetItem2", false],
    ["sqs:GetItem", false],
  ])("whose action is %s allows GetItem: %s", (Action, allowed) => {
    expect(allows([statement({ Action })])).toBe(allowed);
  });

  test.each([
    ["*", true],
    [`${arn}*`, true],
    ["arn:aws:dynamodb:*:*:table/usher", true],
    [`${arn}/index/*`, false],
    [arn.replace("usher", "Usher"), false],
    [arn.replace("usher", "ush.r"), false],
    ["arn:aws:dynamodb:us-east-1:000000000000:table/usher2", false],
  ])("for the resource %s covers the table: %s", (Resource, allowed) => {
    expect(allows([statement({ Resource })])).toBe(allowed);
  });
});

describe("a condition", () => {
  const limited = statement({
    Condition: {
      "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["U#*", "ID#?"] },
      Null: { "dynamodb:LeadingKeys": "false" },
    },
  });

  test.each([
    [["U#1"], true],
    [["U#1", "ID#x"], true],
    [["U#1", "C#1"], false],
    [["ID#xy"], false],
    [["xU#1"], false],
  ])("for all values lets %o pass: %s", (keys, allowed) => {
    expect(allows([limited], leading(...keys))).toBe(allowed);
  });

  test("that a key is there fails where it is not", () => {
    expect(allows([limited])).toBe(false);
  });

  test("for all values alone passes where there is none, as on AWS", () => {
    const Condition = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": "U#*" } };
    expect(allows([statement({ Condition })])).toBe(true);
  });

  test("for any value needs one that fits", () => {
    const Condition = { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": "U#1" } };
    expect(allows([statement({ Condition })], leading("C#1", "U#1"))).toBe(true);
    expect(allows([statement({ Condition })], leading("C#1"))).toBe(false);
    expect(allows([statement({ Condition })])).toBe(false);
  });

  test.each([
    ["StringEquals", "a@b.c", true],
    ["StringEquals", "x@b.c", false],
    ["StringLike", "*@b.c", true],
    ["StringNotEquals", "a@b.c", false],
    ["StringNotLike", "*@x", true],
  ])("%s %s on the sender: %s", (operator, value, allowed) => {
    const Condition = { [operator]: { "ses:FromAddress": value } };
    expect(allows([statement({ Condition })], { context: { "ses:FromAddress": ["a@b.c"] } })).toBe(
      allowed,
    );
  });

  test("on the sender fails where there is none, unless it says what the sender is not", () => {
    const on = (operator: string) => ({
      Condition: { [operator]: { "ses:FromAddress": "a@b.c" } },
    });
    expect(allows([statement(on("StringEquals"))])).toBe(false);
    expect(allows([statement(on("StringNotEquals"))])).toBe(true);
  });
});

describe("what is not understood stops the start, by name", () => {
  test.each([
    [{ NotAction: "x" }, "NotAction in Policy"],
    [{ Principal: "*" }, "Principal in Policy"],
    [{ Effect: "Maybe" }, "the effect in Policy"],
    [
      { Condition: { StringEquals: { "aws:SourceIp": "1" } } },
      "the condition key aws:SourceIp in Policy",
    ],
    [
      { Condition: { NumericLessThan: { "ses:FromAddress": "1" } } },
      "NumericLessThan of ses:FromAddress in Policy",
    ],
    [
      { Condition: { StringLike: { "dynamodb:LeadingKeys": "U#*" } } },
      "StringLike of dynamodb:LeadingKeys in Policy",
    ],
    [
      { Condition: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": `\${aws:userid}` } } },
      "ForAllValues:StringLike of dynamodb:LeadingKeys in Policy",
    ],
  ])("%o", (rest, name) => {
    expect(() => rolesWith([statement(rest)])).toThrow(`does not understand ${name}`);
  });

  test("a managed policy", () => {
    const ManagedPolicyArns = ["arn:aws:iam::aws:policy/AdministratorAccess"];
    expect(() => rolesWith([], { ManagedPolicyArns })).toThrow(
      "does not know arn:aws:iam::aws:policy/AdministratorAccess of the role Role",
    );
  });

  test("a role outside the template", () => {
    const Role = "arn:aws:iam::000000000000:role/elsewhere";
    const resources = { Fn: { Type: "AWS::Lambda::Function", Properties: { Role } } };
    const template = readTemplate(assembly({ resources }), origins);
    expect(() => readRoles(template)).toThrow("The role of Fn is not in the template.");
  });
});
