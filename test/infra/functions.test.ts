import { beforeAll, expect, test } from "vitest";
import { functionNames, pascal, plan } from "../../infra/plan.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Lambda = {
  LoggingConfig: { LogGroup: { Ref: string } };
  Code: { S3Key: string };
  Role: unknown;
};

let stack: Stacked;
beforeAll(() => {
  stack = templateWith({ mailFrom: "usher@example.org", logDays: "30" });
});

const lambda = (name: string) => {
  const [found, ...others] = stack
    .of<Lambda>("AWS::Lambda::Function")
    .filter(({ id }) => new RegExp(`^${pascal(name)}[0-9A-F]{8}$`).test(id));
  if (!found || others.length > 0) throw new Error(`expected one function ${name}`);
  return found;
};

test("there is one function per set of rights, each with a role of its own", () => {
  expect(stack.of("AWS::Lambda::Function")).toHaveLength(functionNames.length);
  const roles = functionNames.map((name) => JSON.stringify(lambda(name).properties.Role));
  expect(new Set(roles).size).toBe(functionNames.length);
});

test("time, memory and runtime are said", () => {
  for (const name of functionNames) {
    expect(lambda(name).properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout: plan[name].timeout,
      MemorySize: plan[name].memory,
    });
    expect(lambda(name).properties).not.toHaveProperty("ReservedConcurrentExecutions");
  }
});

test("what answers requests is one bundle under three roles", () => {
  const key = (name: string) => lambda(name).properties.Code.S3Key;
  expect(new Set(["read", "write", "public"].map(key)).size).toBe(1);
  expect(new Set(functionNames.map(key)).size).toBe(5);
});

test("every function keeps JSON logs for the configured days and no longer", () => {
  for (const name of functionNames) {
    const { LoggingConfig } = lambda(name).properties;
    expect(LoggingConfig).toMatchObject({ LogFormat: "JSON" });
    expect(stack.get(LoggingConfig.LogGroup.Ref)).toMatchObject({ RetentionInDays: 30 });
  }
  const groups = stack.of("AWS::Logs::LogGroup");
  expect(groups).toHaveLength(functionNames.length + 1);
  expect(groups.filter(({ properties }) => properties.RetentionInDays !== 30)).toEqual([]);
});

test("everything calls the alias live, so that a version can be taken back", () => {
  const aliases = stack.of("AWS::Lambda::Alias");
  expect(aliases.map(({ properties }) => properties.Name)).toEqual(functionNames.map(() => "live"));
  const ids = new Set(aliases.map(({ id }) => id));
  const called = [
    ...stack.of("AWS::Lambda::Permission").map(({ properties }) => properties.FunctionName),
    ...stack.of("AWS::Lambda::EventSourceMapping").map(({ properties }) => properties.FunctionName),
    ...stack
      .of("AWS::ApiGatewayV2::Integration")
      .map(({ properties }) => properties.IntegrationUri),
  ];
  expect(called.length).toBeGreaterThan(8);
  for (const target of called) expect(ids).toContain((target as { Ref: string }).Ref);
});

test("at most five permissions hang on a function, for its policy is limited to 20 KB", () => {
  const counts = new Map<string, number>();
  for (const { properties } of stack.of<{ FunctionName: { Ref: string } }>(
    "AWS::Lambda::Permission",
  )) {
    const { Ref } = properties.FunctionName;
    counts.set(Ref, (counts.get(Ref) ?? 0) + 1);
  }
  expect(counts.size).toBe(5);
  for (const count of counts.values()) expect(count).toBeLessThanOrEqual(5);
});
