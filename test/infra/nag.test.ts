import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { beforeAll, expect, test } from "vitest";
import { explainFindings, findings } from "../../infra/findings.ts";
import { stackWith } from "./stack.ts";

const everything = {
  mailFrom: "usher@example.org",
  alarmEmail: "ops@example.org",
  corsOrigins: "https://app.example.org",
  domainName: "usher.example.org",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  canary: "true",
};

type Found = { rule: string; path: string };
let before: Found[];
let after: Found[];

beforeAll(() => {
  const { app } = stackWith(everything);
  const find = () =>
    [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
      pack.validateScope(app).violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = "" }) => ({
          rule: ruleName,
          path: constructPath.split("/").slice(1).join("/"),
        })),
      ),
    );
  before = find();
  explainFindings(app);
  after = find();
});

test("AwsSolutions and Serverless find something to explain", () => {
  expect(before.length).toBeGreaterThan(20);
});

test("every finding has a reason", () => {
  expect(after).toEqual([]);
});

test("every reason explains a finding", () => {
  const idle = findings.filter(
    ({ rule, at }) => !before.some((found) => found.rule === rule && at.test(found.path)),
  );
  expect(idle).toEqual([]);
});
