import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startClock } from "../../../infra/local/clock.ts";
import { type Functions, type LogLine, startFunctions } from "../../../infra/local/functions.ts";
import { readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";

const code = `
let events = 0;
const identity = Math.random();
exports.handler = async (event, context) => {
  events += 1;
  if (event.fail) throw new TypeError("no good");
  if (event.exit) process.exit(3);
  if (event.log) console.log(JSON.stringify({ message: event.log }));
  if (event.wait) await new Promise((done) => setTimeout(done, event.wait));
  if (event.ask === "environment") return process.env;
  if (event.ask === "events") return events;
  if (event.ask === "identity") return identity;
  if (event.ask === "context") return { ...context, remaining: context.getRemainingTimeInMillis() };
  if (event.ask === "time") return [Date.now(), new Date().getTime(), new Date(5).getTime()];
};
`;
const lambda = (timeout: number) => ({
  Type: "AWS::Lambda::Function",
  Properties: {
    Code: { S3Key: "fn.zip" },
    Handler: "index.handler",
    Runtime: "nodejs24.x",
    Timeout: timeout,
    MemorySize: 256,
    Environment: { Variables: { TABLE_NAME: "usher" } },
    LoggingConfig: { ApplicationLogLevel: "WARN" },
  },
});
const alias = {
  Type: "AWS::Lambda::Alias",
  Properties: { FunctionName: { Ref: "Fn" }, Name: "live" },
};

const clock = startClock();
const lines: LogLine[] = [];
let functions: Functions;
beforeAll(() => {
  const resources = { Fn: lambda(20), Short: lambda(3), Live: alias };
  const template = readTemplate(assembly({ resources, code: { fn: code } }), origins);
  const log = (line: LogLine) => lines.push(line);
  functions = startFunctions({ template, aws: origins.aws, clock, log, concurrency: 2 });
});
afterAll(() => functions.stop());

describe("a function", () => {
  test("has the template's variables and what Lambda sets, and nothing of this machine", async () => {
    expect(await functions.invoke("Fn", { ask: "environment" }, "Root=1-a-b")).toEqual({
      TABLE_NAME: "usher",
      AWS_ACCESS_KEY_ID: "ASIAFn",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_SESSION_TOKEN: "local",
      AWS_REGION: "us-east-1",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      AWS_LAMBDA_FUNCTION_NAME: "Fn",
      AWS_LAMBDA_FUNCTION_VERSION: "1",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
      AWS_LAMBDA_LOG_LEVEL: "WARN",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/Fn",
      AWS_LAMBDA_LOG_STREAM_NAME: "local",
      _HANDLER: "index.handler",
      TZ: ":UTC",
      AWS_ENDPOINT_URL: origins.aws,
      _X_AMZN_TRACE_ID: "Root=1-a-b",
    });
  });

  test("is found by its name, its ARN and the ARN of its alias", async () => {
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:Fn";
    for (const id of [arn, `${arn}:live`]) {
      const context = { invokedFunctionArn: arn, functionName: "Fn" };
      expect(await functions.invoke(id, { ask: "context" })).toMatchObject(context);
    }
    await expect(functions.invoke("Nobody", {})).rejects.toThrow("no function Nobody");
  });

  test("knows its request and how much time is left", async () => {
    const context = (await functions.invoke("Fn", { ask: "context" })) as Record<string, unknown>;
    expect(context.awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(context.remaining).toBeGreaterThan(1_000);
    expect(context.remaining).toBeLessThanOrEqual(20_000);
  });

  test("handles one event after the other in the same environment", async () => {
    const first = (await functions.invoke("Fn", { ask: "events" })) as number;
    expect(await functions.invoke("Fn", { ask: "events" })).toBe(first + 1);
  });

  test("handles several events at once up to the limit, and lets the rest wait", async () => {
    const events = Array.from({ length: 6 }, () => functions.invoke("Short", { ask: "identity" }));
    expect(new Set(await Promise.all(events)).size).toBe(2);
  });

  test("that throws fails with the type and message of its error, and lives on", async () => {
    const before = (await functions.invoke("Fn", { ask: "events" })) as number;
    await expect(functions.invoke("Fn", { fail: true })).rejects.toMatchObject({
      errorType: "TypeError",
      message: "no good",
    });
    expect(await functions.invoke("Fn", { ask: "events" })).toBe(before + 2);
  });

  test("that takes longer than its timeout is ended and begins anew", async () => {
    await expect(functions.invoke("Short", { wait: 60_000 })).rejects.toMatchObject({
      errorType: "Sandbox.Timedout",
      message: expect.stringContaining("Task timed out after 3.00 seconds"),
    });
    expect(await functions.invoke("Short", {})).toBeNull();
  });

  test("that is killed in the middle of an event fails that event, and begins anew", async () => {
    const killed = functions.invoke("Fn", { wait: 60_000, log: "waiting" });
    await expect.poll(() => lines.some(({ line }) => line.includes("waiting"))).toBe(true);
    await Promise.all([
      functions.kill("Fn"),
      expect(killed).rejects.toMatchObject({ errorType: "Runtime.ExitError" }),
    ]);
    expect(await functions.invoke("Fn", { ask: "events" })).toBeGreaterThan(0);
  });

  test("that ends its process fails the event", async () => {
    await expect(functions.invoke("Fn", { exit: true })).rejects.toMatchObject({
      errorType: "Runtime.ExitError",
    });
    expect(await functions.invoke("Fn", {})).toBeNull();
  });

  test("hands on each line that it writes", async () => {
    await functions.invoke("Fn", { log: "hello" });
    await expect
      .poll(() => lines)
      .toContainEqual({ functionId: "Fn", line: '{"message":"hello"}' });
  });

  test("sees the host's clock", async () => {
    clock.move(3_600_000);
    const before = Date.now() + 3_600_000;
    const [now = 0, made = 0, given] = (await functions.invoke("Fn", { ask: "time" })) as number[];
    clock.move(-3_600_000);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(made).toBeGreaterThanOrEqual(before);
    expect(given).toBe(5);
  });
});
