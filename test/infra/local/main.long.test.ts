import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { startEngine } from "../../../infra/local/engine.ts";
import { openState } from "../../../infra/local/state.ts";
import { synthesize } from "../../../infra/local/synthesize.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = join(import.meta.dirname, "../../..");
const script = (name: string) => join(root, "infra/local", `${name}.ts`);
const free = {
  USHER_PORT: "0",
  USHER_INBOX_PORT: "0",
  USHER_ISSUER_PORT: "0",
  USHER_CLOCK_PORT: "0",
};
const environment = (stateDir: string, more = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  USHER_STATE_DIR: stateDir,
  ...free,
  ...more,
});
const emptyState = () => mkdtempSync(join(tmpdir(), "usher-main-"));

/** Runs a script to its end. */
async function run(name: string, env: NodeJS.ProcessEnv, { node = [] as string[], say = "" } = {}) {
  const given = [...node, script(name), ...(say ? [say] : [])];
  return promisify(execFile)(process.execPath, given, { env, cwd: root }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Starts `npm start`'s script and waits until it is up. */
async function up(stateDir: string, env = environment(stateDir)) {
  const child = spawn(process.execPath, [script("main")], {
    env,
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((isUp) => {
    lines.on("close", isUp).on("line", (line) => {
      said.push(line);
      if (line === "Ctrl-C ends it.") isUp();
    });
  });
  const banner = said.join("\n");
  const [api = "", inbox = "", signIn = "", clock = ""] = ["API", "Inbox", "Sign in", "Clock"].map(
    (name) => banner.match(`${name} +(\\S+)`)?.[1],
  );
  return { child, said, banner, api, inbox, signIn, clock };
}
/** Asks the clock with exactly these headers, as `fetch` does not. */
async function ask(clock: string, method: string, body?: string | object, headers = {}) {
  const sent = typeof body === "object" ? JSON.stringify(body) : body;
  const asked = request(clock, {
    method,
    agent: false,
    headers: { ...(sent && { "content-type": "application/json" }), ...headers },
  }).end(sent);
  const [response] = await once(asked, "response");
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}
/** The token of somebody that the script prints now. */
async function tokenOf(stateDir: string, address: string) {
  const { stdout } = await run("token", environment(stateDir), { say: address });
  return stdout.trim();
}
/** A call of the API. */
async function call(token: string, method: string, url: string, body?: object) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) ?? null });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body: answer };
}
const day = 86_400_000;
const ended = async (child: ChildProcess) => {
  const [code] = await once(child, "exit");
  return code;
};
/** Tells whether the engine of a state folder runs; one that ended may still wait to be noticed by its parent. */
function engineOf(stateDir: string) {
  const commandLine = `/proc/${readFileSync(join(stateDir, "engine.pid"), "utf8")}/cmdline`;
  return () => existsSync(commandLine) && readFileSync(commandLine, "utf8") !== "";
}

beforeAll(async () => {
  await synthesize();
});

describe("npm start", () => {
  const stateDir = emptyState();
  let host: Awaited<ReturnType<typeof up>>;
  beforeAll(async () => {
    host = await up(stateDir);
  });
  afterAll(() => {
    host.child.kill("SIGKILL");
    rmSync(stateDir, { recursive: true, force: true });
  });

  test("says where everything is", async () => {
    const { api, inbox, signIn, clock } = host;
    for (const address of [`${api}/health`, `${api}/docs`, `${inbox}/store`, signIn, clock]) {
      expect((await fetch(address)).status).toBe(200);
    }
  });

  test("serves the API to whom it gives a token, which is all that the token script prints", async () => {
    const { stdout, stderr } = await run("token", environment(stateDir), {
      say: "ada@example.org",
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    const response = await fetch(`${host.api}/v1/me`, { headers });
    expect(await response.json()).toMatchObject({ email: "ada@example.org" });
  });

  test("lets a person see an end come: the clock moves on, and tokens given afterwards are good", async () => {
    const { api, clock } = host;
    const [before, grace] = await Promise.all([
      tokenOf(stateDir, "ada@example.org"),
      tokenOf(stateDir, "grace@example.org"),
    ]);
    const customer = `${api}/v1/customers/acme`;
    await call(before, "POST", `${api}/v1/customers`, { id: "acme", displayName: "Acme Ltd" });
    const { id } = (await call(grace, "GET", `${api}/v1/me`)).body;
    const { now } = (await ask(clock, "GET")).body;
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(10_000);
    const expiresAt = new Date(Date.parse(now) + day).toISOString();
    const role = `${customer}/members/${id}/roles/employee`;
    expect((await call(before, "PUT", role, { expiresAt })).status).toBe(200);
    expect((await call(grace, "GET", customer)).status).toBe(200);

    const moved = await ask(clock, "POST", { days: 2 });
    expect(moved.status).toBe(200);
    const ahead = Date.parse(moved.body.now) - Date.parse(now) - 2 * day;
    expect(ahead).toBeGreaterThanOrEqual(0);
    expect(ahead).toBeLessThan(60_000);
    expect(host.said).toContainEqual(expect.stringMatching(/^The clock is now 2\S+Z\.$/));
    const until = new Date(Date.parse(moved.body.now) + day).toISOString();
    expect((await ask(clock, "POST", { until })).body.now >= until).toBe(true);

    expect((await call(before, "GET", customer)).status).toBe(401);
    const after = await tokenOf(stateDir, "ada@example.org");
    expect((await call(after, "GET", `${customer}/members/${id}`)).body).toMatchObject({
      roles: [{ role: "employee", state: "expired" }],
    });
    const graceNow = await tokenOf(stateDir, "grace@example.org");
    expect((await call(graceNow, "GET", customer)).status).toBe(404);
  });

  test.each<[number, string, string, (string | object)?, object?]>([
    [400, "only moves forward", "POST", { days: -1 }],
    [400, "only moves forward", "POST", { days: 0 }],
    [400, "only moves forward", "POST", { until: "2026-01-01T00:00:00Z" }],
    [400, "400 days at once", "POST", { days: 400.1 }],
    [400, "400 days at once", "POST", { until: "9999-01-01T00:00:00Z" }],
    [400, "Send", "POST", { until: "tomorrow" }],
    [400, "Send", "POST", { until: "2026-12-99T00:00:00Z" }],
    [400, "Send", "POST", "[14]"],
    [400, "Send", "POST", "null"],
    [400, "Send", "POST", { days: "14" }],
    [400, "Send", "POST", { days: 14, until: "2026-12-24T00:00:00Z" }],
    [400, "Send", "POST", { days: 14, hours: 1 }],
    [400, "Send", "POST", "{"],
    [413, "1024 bytes", "POST", { days: 1, more: "x".repeat(1024) }],
    [415, "application/json", "POST", { days: 1 }, { "content-type": "text/plain" }],
    [403, "web page", "POST", { days: 1 }, { origin: "http://127.0.0.1:4000" }],
    [403, "web page", "POST", { days: 1 }, { origin: "null" }],
    [403, "web page", "GET", undefined, { origin: "https://example.org" }],
    [405, "POST moves it", "DELETE"],
  ])("does not move its clock: %i, … %s …", async (status, detail, method, body, headers) => {
    const { now } = (await ask(host.clock, "GET")).body;
    expect(await ask(host.clock, method, body, headers)).toEqual({
      status,
      body: { title: expect.any(String), status, detail: expect.stringContaining(detail) },
    });
    const later = Date.parse((await ask(host.clock, "GET")).body.now) - Date.parse(now);
    expect(later).toBeLessThan(60_000);
  });

  test("has its clock at that port alone: not at others of its paths, and not in the API", async () => {
    expect((await ask(`${host.clock}/now`, "POST", { days: 1 })).status).toBe(404);
    for (const path of ["/", "/clock"]) {
      expect((await ask(`${host.api}${path}`, "POST", { days: 1 })).status).toBe(404);
    }
  });

  test("does not let its state be forgotten while it runs", async () => {
    const { code, stderr } = await run("reset", environment(stateDir));
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^Usher runs on .* already\..*\n$/)]);
  });

  test("ends cleanly at Ctrl-C: nothing of it runs on, and its state can be forgotten", async () => {
    const engine = engineOf(stateDir);
    expect(engine()).toBe(true);
    host.child.kill("SIGINT");
    expect(await ended(host.child)).toBe(0);
    expect(engine()).toBe(false);
    const token = await run("token", environment(stateDir));
    expect([token.code, token.stderr]).toEqual([
      1,
      expect.stringMatching(/^Say whose token: .*\n$/),
    ]);
    expect(await run("reset", environment(stateDir))).toMatchObject({ code: 0, stderr: "" });
    expect(existsSync(stateDir)).toBe(false);
  });
});

test("npm start after a kill takes over the state and its time, and ends the engine that was left", async () => {
  const stateDir = emptyState();
  const first = await up(stateDir);
  const { now } = (await ask(first.clock, "POST", { days: 14 })).body;
  const engine = engineOf(stateDir);
  first.child.kill("SIGKILL");
  await ended(first.child);
  const second = await up(stateDir);
  onTestFinished(async () => {
    second.child.kill("SIGTERM");
    expect(await ended(second.child)).toBe(0);
    rmSync(stateDir, { recursive: true });
  });
  await expect.poll(engine).toBe(false);
  expect((await ask(second.clock, "GET")).body.now >= now).toBe(true);
  expect(second.banner).toContain(`Clock    ${second.clock}   ${now.slice(0, 10)}`);
  const token = await tokenOf(stateDir, "ada@example.org");
  expect((await call(token, "GET", `${second.api}/v1/me`)).status).toBe(200);
});

test("npm start ends quietly at Ctrl-C while the stack is built", async () => {
  const [stateDir, copy] = [emptyState(), emptyState()];
  onTestFinished(() => {
    for (const folder of [stateDir, copy]) rmSync(folder, { recursive: true });
  });
  for (const name of ["infra", "shared", "functions", "cdk.json", "package.json", "tsconfig.json"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const child = spawn(process.execPath, [join(copy, "infra/local/main.ts")], {
    env: environment(stateDir),
    cwd: copy,
    // A terminal sends Ctrl-C to everything that runs in it.
    detached: true,
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const making = () => globSync("making-*", { cwd: join(copy, "cdk.out") }).length;
  await expect.poll(making).toBe(1);
  process.kill(-Number(child.pid), "SIGINT");
  expect(await ended(child)).toBe(0);
  expect(await printed).toEqual([
    "Building the stack, as after every change of it …\nEnding …\n",
    "",
  ]);
  expect(making()).toBe(0);
});

test("npm start ends cleanly when its terminal is closed: nothing of it runs on", async () => {
  const stateDir = emptyState();
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  const { child } = await up(stateDir);
  const engine = engineOf(stateDir);
  child.stdout.destroy();
  child.kill("SIGHUP");
  expect(await ended(child)).toBe(0);
  expect(engine()).toBe(false);
});

test("npm run reset after a kill ends the engine that was left, and forgets the state", async () => {
  const stateDir = emptyState();
  const { child } = await up(stateDir);
  const engine = engineOf(stateDir);
  child.kill("SIGKILL");
  await ended(child);
  expect(engine()).toBe(true);
  expect(await run("reset", environment(stateDir))).toMatchObject({ code: 0, stderr: "" });
  expect(existsSync(stateDir)).toBe(false);
  await expect.poll(engine).toBe(false);
});

describe("npm run reset with another table engine", () => {
  test("forgets its table, too, if there is one", async () => {
    const [stateDir, others] = [emptyState(), emptyState()];
    const { endpoint, stop } = await startEngine({ stateDir: others });
    onTestFinished(async () => {
      await stop();
      rmSync(others, { recursive: true });
    });
    const given = environment(stateDir, { USHER_DYNAMODB_ENDPOINT: endpoint });
    const { child } = await up(stateDir, given);
    onTestFinished(() => void child.kill("SIGKILL"));
    const described = () => callDynamoDb(endpoint, "DescribeTable", { TableName: "usher" });
    expect(await described()).toMatchObject({ Table: { TableStatus: "ACTIVE" } });
    expect(await run("reset", given)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^Usher runs on /),
    });
    child.kill("SIGINT");
    expect(await ended(child)).toBe(0);
    for (const _ of ["there", "not there"]) {
      expect(await run("reset", given)).toEqual({
        code: 0,
        stdout: `Forgot ${stateDir}, and the table usher at ${endpoint}.\n`,
        stderr: "",
      });
      await expect(described()).rejects.toMatchObject({ type: "ResourceNotFoundException" });
    }
  });

  test("forgets nothing when that does not answer", async () => {
    const stateDir = emptyState();
    openState(stateDir).release();
    onTestFinished(() => rmSync(stateDir, { recursive: true }));
    const given = environment(stateDir, { USHER_DYNAMODB_ENDPOINT: "http://127.0.0.1:9" });
    expect(await run("reset", given)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^No table engine answers at http:\/\/127\.0\.0\.1:9\. .*\n$/),
    });
    expect(existsSync(stateDir)).toBe(true);
  });
});

describe("npm start that cannot start says why in one line", () => {
  const refused = async (line: RegExp, more: object, node: string[] = []) => {
    const stateDir = emptyState();
    onTestFinished(() => rmSync(stateDir, { recursive: true }));
    const { code, stdout, stderr } = await run("main", environment(stateDir, more), { node });
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(line)]);
    expect(existsSync(join(stateDir, "running.json"))).toBe(false);
  };

  test.each(["USHER_PORT", "USHER_INBOX_PORT", "USHER_ISSUER_PORT", "USHER_CLOCK_PORT"])(
    "when the port of %s is taken",
    async (setting) => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      onTestFinished(() => void other.close());
      const { port } = other.address() as { port: number };
      const line = new RegExp(`^Port ${port} is taken. Set ${setting} to a free one.\n$`);
      await refused(line, { [setting]: String(port) });
    },
  );

  test.each(["USHER_PORT", "USHER_INBOX_PORT"])(
    "when the port of %s is kept for others than ordinary people",
    (setting) => {
      const kept = `
        import { Server } from "node:net";
        const { listen } = Server.prototype;
        Server.prototype.listen = function (port, ...rest) {
          if (port !== 80) return listen.call(this, port, ...rest);
          process.nextTick(() => this.emit("error", Object.assign(new Error(), { code: "EACCES" })));
        };`;
      const loaded = `data:text/javascript,${encodeURIComponent(kept)}`;
      const line = new RegExp(
        `^Port 80 may not be used by you\\. Set ${setting} to one above 1023\\.\n$`,
      );
      return refused(line, { [setting]: "80" }, ["--import", loaded]);
    },
  );

  test("when a setting is wrong", () =>
    refused(
      /^USHER_PORT is "http"\. Set it to a number from 1 to 65535, or to 0 for any free one\.\n$/,
      {
        USHER_PORT: "http",
      },
    ));

  const keepsNothing =
    /^\S+ keeps nothing: .+ Set USHER_STATE_DIR to a folder that can be written\.\n$/;

  test("when nothing can be kept in the state folder", async () => {
    const dir = join(emptyState(), "file");
    onTestFinished(() => rmSync(dirname(dir), { recursive: true }));
    writeFileSync(dir, "");
    await refused(keepsNothing, { USHER_STATE_DIR: dir });
  });

  test("when there is no making a state folder", () =>
    refused(keepsNothing, { USHER_STATE_DIR: "/proc/usher/state" }));

  test("when nothing answers as table engine", () =>
    refused(/^No table engine answers at http:\/\/127\.0\.0\.1:9\. .*\n$/, {
      USHER_DYNAMODB_ENDPOINT: "http://127.0.0.1:9",
    }));

  test("when there is no engine for the platform", () => {
    const elsewhere = "Object.defineProperty(process, 'platform', { value: 'sunos' })";
    const loaded = `data:text/javascript,${encodeURIComponent(elsewhere)}`;
    const line = /^There is no table engine for sunos-\w+ here\. .* USHER_DYNAMODB_ENDPOINT .*\n$/;
    return refused(line, {}, ["--import", loaded]);
  });
});

test("the token script says where nothing runs, and what it wants to know", async () => {
  const stateDir = emptyState();
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  expect(await run("token", environment(stateDir), { say: "ada@example.org" })).toEqual({
    code: 1,
    stdout: "",
    stderr: `Usher does not run on ${stateDir}. Start it with npm start; or, if it runs on another folder, set USHER_STATE_DIR to that one, which it named under State when it started.\n`,
  });
  expect(await run("token", environment(stateDir))).toMatchObject({
    code: 1,
    stderr: "Say whose token: npm run --silent token -- someone@example.org\n",
  });
});
