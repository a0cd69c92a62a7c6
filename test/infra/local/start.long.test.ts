import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { findRunning, forgetState } from "../../../infra/local/state.ts";
import { startHost } from "./host.ts";

vi.setConfig({ testTimeout: 120_000 });

const emptyState = () => {
  const dir = mkdtempSync(join(tmpdir(), "usher-host-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** Stores an item each day. */
const daily = {
  Type: "AWS::Events::Rule",
  Properties: {
    ScheduleExpression: "rate(1 day)",
    Targets: [
      {
        Id: "T",
        Arn: { "Fn::GetAtt": ["Fn", "Arn"] },
        Input: '{"routeKey":"PUT /items/{pk}","pathParameters":{"pk":"daily"}}',
      },
    ],
  },
};

describe("a host", () => {
  const stateDir = mkdtempSync(join(tmpdir(), "usher-host-"));
  let host: Awaited<ReturnType<typeof startHost>>;
  beforeAll(async () => {
    host = await startHost(stateDir, { count: { settle: 50 } }, { Daily: daily });
  });
  afterAll(async () => {
    await host.stop();
    rmSync(stateDir, { recursive: true });
  });
  const found = async (pk: string) =>
    (await fetch(`${host.api}/items/${pk}`)).json() as Promise<{ found: unknown[] }>;

  test("carries a request through function, table, stream, inbox and queue", async () => {
    await fetch(`${host.api}/items/a`, { method: "PUT" });
    await expect
      .poll(() => found("a"))
      .toEqual({
        found: ["a", "mailed a", "queued a"],
      });
    const { emails } = (await (await fetch(`${host.inbox}/store`)).json()) as { emails: object[] };
    expect(emails).toMatchObject([{ from: "usher@example.org", subject: "Hello" }]);
    expect(host.said).toContain("Mail to ada@example.net: Hello");
  });

  test("denies a function what its role does not allow, as AWS does", async () => {
    const response = await fetch(`${host.api}/forbidden`, { method: "POST" });
    expect(await response.json()).toMatchObject({
      name: "AccessDenied",
      message: expect.stringContaining("is not authorized to perform: ses:SendEmail"),
    });
  });

  test("counts what the invocation of a request asks of the table, by the request's trace", async () => {
    const trace = "Root=1-67a1b2c3-0123456789abcdef01234567";
    await fetch(`${host.api}/items/a`, { headers: { "x-amzn-trace-id": trace } });
    expect(host.measure(trace)).toMatchObject({ requests: 3, waves: 1, units: { read: 1.5 } });
  });

  test("keeps what functions wrote in a log", async () => {
    await fetch(`${host.api}/items/logged`, { method: "PUT" });
    const log = () => readFileSync(join(stateDir, "usher.log"), "utf8").split("\n");
    await expect.poll(log).toContain('{"level":"INFO","message":"storing","pk":"logged"}');
  });

  test.each(["api", "issuer", "clock", "inbox", "aws"] as const)(
    "does not answer a page that leads its own name to this machine: %s",
    async (server) => {
      const asked = get(host[server], { agent: false, headers: { host: "example.org" } });
      const [response] = await once(asked, "response");
      expect(response.statusCode).toBe(421);
    },
  );

  test("gives tokens of its own issuer", async () => {
    const [, payload = ""] = (await host.token("ada@example.net")).split(".");
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString());
    expect(claims).toMatchObject({ iss: host.issuer, email: "ada@example.net" });
  });

  test("is found through its state folder, and holds it alone", async () => {
    expect(findRunning(stateDir)).toEqual({
      api: host.api,
      inbox: host.inbox,
      issuer: host.issuer,
    });
    await expect(startHost(stateDir)).rejects.toThrow("Usher runs on");
    expect(() => forgetState(stateDir)).toThrow("Usher runs on");
  });

  test("answers a move of its clock when what fell due has been done", async () => {
    expect((await found("daily")).found[0]).toBeNull();
    const headers = { "content-type": "application/json" };
    const body = '{"days":1}';
    expect((await fetch(host.clock, { method: "POST", headers, body })).status).toBe(200);
    expect((await found("daily")).found[0]).toBe("daily");
  });
});

test("a host keeps its items, letters and keys over a restart, and nothing of it runs between", async () => {
  const stateDir = emptyState();
  const first = await startHost(stateDir);
  await fetch(`${first.api}/items/b`, { method: "PUT" });
  const token = await first.token("ada@example.net");
  await expect
    .poll(async () => (await fetch(`${first.api}/items/b`)).json())
    .toEqual({ found: ["b", "mailed b", "queued b"] });
  await first.stop();

  expect(findRunning(stateDir)).toBeUndefined();
  for (const origin of [
    first.api,
    first.inbox,
    first.issuer,
    first.clock,
    first.aws,
    first.dynamodb,
  ]) {
    await expect(fetch(origin)).rejects.toThrow();
  }

  const second = await startHost(stateDir);
  onTestFinished(second.stop);
  expect(await (await fetch(`${second.api}/items/b`)).json()).toMatchObject({
    found: ["b", "mailed b", "queued b"],
  });
  const { emails } = (await (await fetch(`${second.inbox}/store`)).json()) as { emails: object[] };
  expect(emails).toHaveLength(1);
  const headers = { authorization: `Bearer ${await second.token("ada@example.net")}` };
  expect((await fetch(`${second.issuer}/userinfo`, { headers })).status).toBe(200);
  const kid = (text: string) =>
    JSON.parse(Buffer.from(text.split(".")[0] ?? "", "base64url").toString()).kid;
  expect(kid(headers.authorization.slice(7))).toBe(kid(token));
});

test("a host that ends in the middle of something goes on with it after a restart", async () => {
  const stateDir = emptyState();
  const first = await startHost(stateDir);
  await fetch(`${first.api}/items/c`, { method: "PUT" });
  await first.stop();
  const second = await startHost(stateDir);
  onTestFinished(second.stop);
  await expect
    .poll(async () => (await fetch(`${second.api}/items/c`)).json())
    .toEqual({ found: ["c", "mailed c", "queued c"] });
});

describe("a host that cannot start", () => {
  test("says which setting moves it when its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const stateDir = emptyState();
    const ports = { api: 0, inbox: port, issuer: 0, clock: 0 };
    await expect(startHost(stateDir, { ports })).rejects.toThrow(
      `Port ${port} is taken. Set USHER_INBOX_PORT to a free one.`,
    );
  });

  test("names what it does not play", async () => {
    const more = { Bucket: { Type: "AWS::S3::Bucket" } };
    await expect(startHost(emptyState(), {}, more)).rejects.toThrow(
      "The local host does not play AWS::S3::Bucket.",
    );
  });

  test("names what AWS would not let be created", async () => {
    const Properties = {
      FunctionName: { Ref: "Fn" },
      Qualifier: "$LATEST",
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:000000000000:lost" } },
    };
    const more = { Async: { Type: "AWS::Lambda::EventInvokeConfig", Properties } };
    await expect(startHost(emptyState(), {}, more)).rejects.toThrow(
      /^AWS would not create Async\. User: .*sqs:SendMessage on resource: .*:lost /,
    );
  });

  test("names a policy that it does not understand", async () => {
    const Statement = { Effect: "Allow", NotAction: "s3:*", Resource: "*" };
    const more = {
      Strange: {
        Type: "AWS::IAM::Policy",
        Properties: { Roles: [{ Ref: "Role" }], PolicyDocument: { Statement } },
      },
    };
    const stateDir = emptyState();
    await expect(startHost(stateDir, {}, more)).rejects.toThrow(
      "The local host does not understand NotAction in Strange.",
    );
  });
});

test("a host that fails late leaves nothing running", async () => {
  const stateDir = emptyState();
  const Target = { "Fn::Join": ["/", ["integrations", { Ref: "Integration0" }]] };
  const Properties = { RouteKey: "GET /guarded", Target, AuthorizationType: "JWT" };
  const more = { Guarded: { Type: "AWS::ApiGatewayV2::Route", Properties } };
  await expect(startHost(stateDir, {}, more)).rejects.toThrow(
    "The route GET /guarded has an authorizer, which does not run here.",
  );
  const engine = readFileSync(join(stateDir, "engine.pid"), "utf8");
  expect(existsSync(`/proc/${engine}`)).toBe(false);
  forgetState(stateDir);
  expect(existsSync(stateDir)).toBe(false);
});

test("only a state folder is forgotten", () => {
  const dir = emptyState();
  expect(() => forgetState(dir)).toThrow(`${dir} is no state folder of Usher.`);
  expect(existsSync(dir)).toBe(true);
  expect(() => forgetState(join(dir, "nothing"))).not.toThrow();
});
