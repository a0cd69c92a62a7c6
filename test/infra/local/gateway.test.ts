import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startClock } from "../../../infra/local/clock.ts";
import { type Functions, startFunctions } from "../../../infra/local/functions.ts";
import { createGateway } from "../../../infra/local/gateway.ts";
import { type Listener, listen } from "../../../infra/local/listen.ts";
import { readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";
import { httpApi } from "./http-api.ts";

const code = `
exports.handler = async (event) => {
  if (event.rawPath === "/throw") throw new Error("secret");
  if (["/slow", "/late"].includes(event.rawPath)) await new Promise((done) => setTimeout(done, 60_000));
  if (event.rawPath === "/answer") return JSON.parse(event.body);
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: JSON.stringify(event) };
};
`;
const routes = {
  "GET /things/{thing}": {},
  "GET /things/all": {},
  "POST /things/{thing}/parts/{part}": {},
  "GET /throw": {},
  "GET /slow": {},
  "GET /late": { milliseconds: 50 },
  "ANY /answer": {},
  $default: {},
};

let functions: Functions;
let api: Listener;
beforeAll(async () => {
  const cors = { AllowOrigins: ["https://app.example"], AllowMethods: ["GET"], MaxAge: 600 };
  const dir = assembly({ resources: httpApi(routes, cors), code: { fn: code } });
  const template = readTemplate(dir, origins);
  const clock = startClock();
  functions = startFunctions({ template, aws: origins.aws, clock, log: () => {} });
  const now = () => Date.UTC(2030, 0, 31, 12, 0, 0, 7);
  api = await listen(0);
  api.answer(createGateway({ template, invoke: functions.invoke, now }));
});
afterAll(async () => {
  await api.close();
  await functions.stop();
});

type Event = {
  routeKey: string;
  headers: Record<string, string>;
  requestContext: Record<string, unknown> & { http: object };
  [name: string]: unknown;
};
const call = (path: string, init?: RequestInit) => fetch(api.origin + path, init);
const eventOf = async (path: string, init?: RequestInit) =>
  (await (await call(path, init)).json()) as Event;
const answer = (result: unknown, method = "POST") =>
  call("/answer", {
    method,
    body: JSON.stringify(result),
    headers: { "content-type": "application/json" },
  });

/** Sends bytes that no client would make. */
const raw = (request: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = connect(api.port, "127.0.0.1", () => socket.write(request));
    let received = "";
    socket.on("data", (data) => {
      received += data;
    });
    socket.on("end", () => resolve(received)).on("error", reject);
  });

describe("the event", () => {
  test("holds the request as payload format 2.0 says", async () => {
    const event = await eventOf("/things/a%20b?x=1&y=2&x=3", {
      headers: { cookie: "k=1; l=2", "x-thing": "7", "user-agent": "vitest" },
    });
    expect(event).toMatchObject({
      version: "2.0",
      routeKey: "GET /things/{thing}",
      rawPath: "/things/a b",
      rawQueryString: "x=1&y=2&x=3",
      queryStringParameters: { x: "1,3", y: "2" },
      pathParameters: { thing: "a b" },
      cookies: ["k=1", "l=2"],
      isBase64Encoded: false,
      requestContext: {
        accountId: "000000000000",
        stage: "$default",
        routeKey: "GET /things/{thing}",
        time: "31/Jan/2030:12:00:00 +0000",
        timeEpoch: Date.UTC(2030, 0, 31, 12, 0, 0, 7),
        domainName: `127.0.0.1:${api.port}`,
        http: {
          method: "GET",
          path: "/things/a b",
          protocol: "HTTP/1.1",
          sourceIp: "127.0.0.1",
          userAgent: "vitest",
        },
      },
    });
    expect(event.headers).toMatchObject({ "x-thing": "7", "x-forwarded-for": "127.0.0.1" });
    expect(event.headers).not.toHaveProperty("cookie");
    expect(event).not.toHaveProperty("body");
  });

  test("has no parameters where there are none", async () => {
    const event = await eventOf("/things/all");
    for (const name of ["pathParameters", "queryStringParameters", "cookies", "body"]) {
      expect(event).not.toHaveProperty(name);
    }
  });

  test("joins repeated headers with a comma, under lower-case names", async () => {
    const answer = await raw(
      "GET /things/1 HTTP/1.1\r\nHost: localhost\r\nX-Tag: a\r\nX-TAG: b\r\nConnection: close\r\n\r\n",
    );
    expect(answer).toContain('"x-tag":"a,b"');
    expect(answer).not.toContain('"connection"');
  });

  test("carries the request id that the answer names", async () => {
    const response = await call("/things/1");
    const { requestContext } = (await response.json()) as Event;
    expect(response.headers.get("apigw-requestid")).toBe(requestContext.requestId);
  });

  test("passes on a trace that the request brings", async () => {
    const trace = "Root=1-67a1b2c3-0123456789abcdef01234567";
    const { headers } = await eventOf("/things/1", { headers: { "x-amzn-trace-id": trace } });
    expect(headers["x-amzn-trace-id"]).toBe(trace);
  });

  const post = (type: string | undefined, body = "é€") =>
    eventOf("/things/1/parts/2", {
      method: "POST",
      body: Buffer.from(body),
      headers: type ? { "content-type": type } : {},
    });
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/xml",
    "application/javascript",
    "text/plain",
    "text/html;charset=utf-8",
  ])("has a body of %s as text", async (type) => {
    expect(await post(type)).toMatchObject({ body: "é€", isBase64Encoded: false });
  });

  test.each([
    "application/octet-stream",
    "application/problem+json",
    "application/merge-patch+json",
    "application/x-www-form-urlencoded",
    "application/jsonx",
    "image/png",
    undefined,
  ])("has a body of %s in base64", async (type) => {
    const body = Buffer.from("é€").toString("base64");
    expect(await post(type)).toMatchObject({ body, isBase64Encoded: true });
  });
});

describe("a route", () => {
  test("of fixed words wins over one with parameters", async () => {
    expect((await eventOf("/things/all")).routeKey).toBe("GET /things/all");
    expect((await eventOf("/things/any")).routeKey).toBe("GET /things/{thing}");
  });

  test.each([
    ["DELETE", "/things/1"],
    ["GET", "/things/1/"],
    ["GET", "/things/"],
    ["GET", "/"],
    ["HEAD", "/things/1"],
    ["OPTIONS", "/things/1"],
    ["PUT", "/nothing/at/all"],
  ])("for %s %s is $default where no other fits", async (method, path) => {
    const response = await call(path, { method });
    if (method === "HEAD") return expect(response.status).toBe(200);
    expect(((await response.json()) as Event).routeKey).toBe("$default");
  });

  test("is none for a path that cannot be decoded", async () => {
    const response = await call("/things/%zz");
    expect([response.status, await response.json()]).toEqual([400, { message: "Bad Request" }]);
  });
});

describe("the answer", () => {
  test("has the function's status, headers, cookies and text", async () => {
    const response = await answer({
      statusCode: 201,
      headers: { "Content-Type": "text/html", ETag: '"1"', "X-Number": 7 },
      cookies: ["a=1; Path=/", "b=2"],
      body: "<p>é</p>",
    });
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/html",
      etag: '"1"',
      "x-number": "7",
    });
    expect(await response.text()).toBe("<p>é</p>");
  });

  test("is bytes where the function says base64", async () => {
    const response = await answer({ statusCode: 200, body: "AAH/", isBase64Encoded: true });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from([0, 1, 255]));
  });

  test("is plain text where the function names no type, and JSON where it names no status", async () => {
    const named = await answer({ statusCode: 200, body: "x" });
    expect(named.headers.get("content-type")).toBe("text/plain;charset=UTF-8");
    const bare = await answer({ anything: true });
    expect(bare.headers.get("content-type")).toBe("application/json");
    expect(await bare.json()).toEqual({ anything: true });
  });

  test("has no body for 204 and none for HEAD", async () => {
    const empty = await answer({ statusCode: 204 });
    expect([empty.status, await empty.text()]).toEqual([204, ""]);
    const head = await call("/answer/none", { method: "HEAD" });
    expect(Number(head.headers.get("content-length"))).toBeGreaterThan(0);
    expect(await head.text()).toBe("");
  });

  const failure = { message: "Internal Server Error" };
  test("hides why a function failed", async () => {
    const response = await call("/throw");
    expect([response.status, await response.json()]).toEqual([500, failure]);
  });

  test.each([{ statusCode: "200" }, { statusCode: 99 }, { statusCode: 200, body: { a: 1 } }])(
    "to a result of %o is an internal error",
    async (result) => {
      const response = await answer(result);
      expect([response.status, await response.json()]).toEqual([500, failure]);
    },
  );

  test("is 500 when the function runs out of its time", async () => {
    const response = await call("/slow");
    expect([response.status, await response.json()]).toEqual([500, failure]);
  });

  test("is 503 when the integration runs out of its time", async () => {
    const response = await call("/late");
    expect([response.status, await response.json()]).toEqual([
      503,
      { message: "Service Unavailable" },
    ]);
  });

  test("is 413 for a body over 10 MB", async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1);
    const response = await call("/answer", { method: "POST", body });
    expect([response.status, await response.json()]).toEqual([
      413,
      { message: "Request Entity Too Large" },
    ]);
  });
});

describe("another origin", () => {
  const preflight = (origin: string) =>
    call("/things/1", {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "GET" },
    });
  const allowed = (response: Response) => response.headers.get("access-control-allow-origin");

  test("is let in when the template names it", async () => {
    const response = await preflight("https://app.example");
    expect([response.status, allowed(response)]).toEqual([204, "https://app.example"]);
    const headers = { origin: "https://app.example" };
    expect(allowed(await call("/things/1", { headers }))).toBe("https://app.example");
  });

  test("is not let in when the template does not", async () => {
    const response = await preflight("https://evil.example");
    expect([response.status, allowed(response)]).toEqual([204, null]);
    const headers = { origin: "https://evil.example" };
    expect(allowed(await call("/things/1", { headers }))).toBeNull();
  });
});
