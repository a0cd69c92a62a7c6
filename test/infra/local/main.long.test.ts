import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { synthesize } from "../../../infra/local/synthesize.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const root = join(import.meta.dirname, "../../..");
const script = (name: string) => join(root, "infra/local", `${name}.ts`);
const free = { USHER_PORT: "0", USHER_INBOX_PORT: "0", USHER_ISSUER_PORT: "0" };
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
async function up(stateDir: string) {
  const child = spawn(process.execPath, [script("main")], {
    env: environment(stateDir),
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let banner = "";
  for await (const line of createInterface({ input: child.stdout })) {
    banner += `${line}\n`;
    if (line === "Ctrl-C ends it.") break;
  }
  return { child, banner };
}
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
    const [, api = ""] = /API +(\S+)/.exec(host.banner) ?? [];
    const [, inbox = ""] = /Inbox +(\S+)/.exec(host.banner) ?? [];
    const [, signIn = ""] = /Sign in +(\S+)/.exec(host.banner) ?? [];
    for (const address of [`${api}/health`, `${api}/docs`, `${inbox}/store`, signIn]) {
      expect((await fetch(address)).status).toBe(200);
    }
  });

  test("serves the API to whom it gives a token, which is all that the token script prints", async () => {
    const [, api = ""] = /API +(\S+)/.exec(host.banner) ?? [];
    const { stdout, stderr } = await run("token", environment(stateDir), {
      say: "ada@example.org",
    });
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const headers = { authorization: `Bearer ${stdout.trim()}` };
    const response = await fetch(`${api}/v1/me`, { headers });
    expect(await response.json()).toMatchObject({ email: "ada@example.org" });
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

test("npm start after a kill takes over the state, and ends the engine that was left", async () => {
  const stateDir = emptyState();
  const first = await up(stateDir);
  const engine = engineOf(stateDir);
  first.child.kill("SIGKILL");
  await ended(first.child);
  const second = await up(stateDir);
  onTestFinished(async () => {
    second.child.kill("SIGTERM");
    expect(await ended(second.child)).toBe(0);
    rmSync(stateDir, { recursive: true });
  });
  await expect.poll(engine, { timeout: 10_000 }).toBe(false);
});

describe("npm start that cannot start says why in one line", () => {
  const refused = async (line: RegExp, more: object, node: string[] = []) => {
    const stateDir = emptyState();
    onTestFinished(() => rmSync(stateDir, { recursive: true }));
    const { code, stdout, stderr } = await run("main", environment(stateDir, more), { node });
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(line)]);
    expect(existsSync(join(stateDir, "running.json"))).toBe(false);
  };

  test.each(["USHER_PORT", "USHER_INBOX_PORT", "USHER_ISSUER_PORT"])(
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

  test("when a setting is wrong", () =>
    refused(/^USHER_PORT is "http"\. Set it to a number from 1 to 65535\.\n$/, {
      USHER_PORT: "http",
    }));

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

test("the token script says when nothing runs, and what it wants to know", async () => {
  const stateDir = emptyState();
  onTestFinished(() => rmSync(stateDir, { recursive: true }));
  expect(await run("token", environment(stateDir), { say: "ada@example.org" })).toEqual({
    code: 1,
    stdout: "",
    stderr: "Usher does not run here. Start it with: npm start\n",
  });
  expect(await run("token", environment(stateDir))).toMatchObject({
    code: 1,
    stderr: "Say whose token: npm run --silent token -- someone@example.org\n",
  });
});
