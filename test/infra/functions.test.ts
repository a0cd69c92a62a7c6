import { beforeAll, expect, test } from "vitest";
import { functionNames, pascal, plan } from "../../infra/plan.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Lambda = {
  Environment: { Variables: Record<string, unknown> };
  LoggingConfig: { LogGroup: { Ref: string } };
  Code: { S3Key: string };
  Role: unknown;
};

let stack: Stacked;
let bare: Stacked;
beforeAll(() => {
  bare = templateWith();
  stack = templateWith({
    issuer: "https://login.example.org",
    clientIds: "app, cli",
    trustedAddresses: "true",
    selfService: "off",
    registrationUrl: "https://example.org/register",
    signInUrl: "https://app.example.org",
    appUrl: "https://app.example.org/",
    mailFrom: "usher@example.org",
    mailFreeze: "2030-01-31T12:00:00Z",
    logDays: "30",
    logLevel: "WARN",
  });
});

const lambda = (from: Stacked, name: string) => {
  const [found, ...others] = from
    .of<Lambda>("AWS::Lambda::Function")
    .filter(({ id }) => new RegExp(`^${pascal(name)}[0-9A-F]{8}$`).test(id));
  if (!found || others.length > 0) throw new Error(`expected one function ${name}`);
  return found;
};
const variables = (from: Stacked, name: string) => {
  const { TABLE_NAME, POWERTOOLS_SERVICE_NAME, ...own } = lambda(from, name).properties.Environment
    .Variables;
  expect(TABLE_NAME).toEqual({ Ref: from.of("AWS::DynamoDB::GlobalTable")[0]?.id });
  expect(POWERTOOLS_SERVICE_NAME).toBe("usher");
  return own;
};

test("there is one function per set of rights, each with a role of its own", () => {
  expect(stack.of("AWS::Lambda::Function")).toHaveLength(functionNames.length);
  const roles = functionNames.map((name) => JSON.stringify(lambda(stack, name).properties.Role));
  expect(new Set(roles).size).toBe(functionNames.length);
});

test("time, memory and runtime are said", () => {
  for (const name of functionNames) {
    expect(lambda(stack, name).properties).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout: plan[name].timeout,
      MemorySize: plan[name].memory,
    });
    expect(lambda(stack, name).properties).not.toHaveProperty("ReservedConcurrentExecutions");
  }
});

test("what answers requests is one bundle under three roles", () => {
  const key = (name: string) => lambda(stack, name).properties.Code.S3Key;
  expect(new Set(["read", "write", "public"].map(key)).size).toBe(1);
  expect(new Set(functionNames.map(key)).size).toBe(5);
});

test("every function keeps JSON logs for the configured days and no longer", () => {
  for (const name of functionNames) {
    const { LoggingConfig } = lambda(stack, name).properties;
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

test("functions that know their caller are told whom to believe", () => {
  const told = {
    ISSUER: "https://login.example.org",
    CLIENT_IDS: "app,cli",
    TRUSTED_ADDRESSES: "true",
  };
  expect(variables(stack, "read")).toEqual({ ...told, POWERTOOLS_LOG_LEVEL: "WARN" });
  expect(variables(stack, "write")).toEqual({
    ...told,
    SELF_SERVICE: "off",
    REGISTRATION_URL: "https://example.org/register",
    POWERTOOLS_LOG_LEVEL: "WARN",
  });
});

test("the public function is told no more than where to sign in", () => {
  expect(variables(stack, "public")).toEqual({
    SIGN_IN_URL: "https://app.example.org",
    POWERTOOLS_LOG_LEVEL: "WARN",
  });
});

test("the mailer is told who writes, what links begin with and which letters are too old", () => {
  expect(variables(stack, "mailer")).toEqual({
    APP_URL: "https://app.example.org",
    SIGN_IN_URL: "https://app.example.org",
    MAIL_FROM: "usher@example.org",
    MAIL_CONFIGURATION_SET: { Ref: stack.of("AWS::SES::ConfigurationSet")[0]?.id },
    MAIL_FREEZE: "2030-01-31T12:00:00Z",
    SECRET_KEY_ID: { Ref: stack.of("AWS::KMS::Key")[0]?.id },
    POWERTOOLS_LOG_LEVEL: "WARN",
  });
});

test("what does operations is told where they wait", () => {
  for (const name of ["cascade", "worker", "scheduled"]) {
    expect(variables(stack, name)).toEqual({
      WORK_QUEUE_URL: { Ref: expect.stringMatching(/^Work[0-9A-F]{8}$/) },
      POWERTOOLS_LOG_LEVEL: "WARN",
    });
  }
});

test("by default links begin with the API's own address, and nothing unset is passed on", () => {
  expect(variables(bare, "mailer")).toEqual({
    APP_URL: { "Fn::GetAtt": ["Api", "ApiEndpoint"] },
    SECRET_KEY_ID: { Ref: bare.of("AWS::KMS::Key")[0]?.id },
    POWERTOOLS_LOG_LEVEL: "INFO",
  });
});
