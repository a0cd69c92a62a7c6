import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, get } from "node:http";
import { join } from "node:path";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { describe, expect, onTestFinished, test } from "vitest";
import { startClock } from "../../../infra/local/clock.ts";
import { startInbox } from "../../../infra/local/inbox.ts";
import { assembly } from "./assembly.ts";

const emptyState = () => {
  const stateDir = join(assembly({ resources: {} }), "state");
  mkdirSync(stateDir);
  return stateDir;
};
async function start(stateDir: string, port = 0, clock = startClock()) {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const inbox = await startInbox({ stateDir, port, clock, say });
  onTestFinished(inbox.stop);
  const client = new SESClient({
    endpoint: inbox.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const store = async () =>
    ((await (await fetch(`${inbox.endpoint}/store`)).json()) as { emails: object[] }).emails;
  const send = (subject: string) =>
    client.send(
      new SendEmailCommand({
        Source: "Usher <usher@example.org>",
        Destination: { ToAddresses: ["ada@example.net"] },
        Message: {
          Subject: { Data: subject },
          Body: { Text: { Data: "Text é" }, Html: { Data: "<p>Html</p>" } },
        },
      }),
    );
  return { ...inbox, send, store, said };
}

describe("the inbox", () => {
  test("takes a letter as SES does, shows it, and says so in one line", async () => {
    const { send, store, said, endpoint } = await start(emptyState());
    const { MessageId } = await send("Hello é");
    expect(await store()).toMatchObject([
      {
        messageId: MessageId,
        from: "Usher <usher@example.org>",
        destination: { to: ["ada@example.net"] },
        subject: "Hello é",
        body: { text: "Text é", html: "<p>Html</p>" },
      },
    ]);
    await expect.poll(() => said).toEqual(["Mail to ada@example.net: Hello é"]);
    const viewer = await fetch(endpoint);
    expect(viewer.headers.get("content-type")).toContain("text/html");
  });

  test("answers the letters to one address", async () => {
    const { send, endpoint } = await start(emptyState());
    await send("Hello");
    const subjectsTo = async (address: string) => {
      const answer = await fetch(`${endpoint}/store?to=${encodeURIComponent(address)}`);
      const { emails } = (await answer.json()) as { emails: { subject: string }[] };
      return emails.map(({ subject }) => subject);
    };
    expect(await subjectsTo("ada@example.net")).toEqual(["Hello"]);
    expect(await subjectsTo("da@example.net")).toEqual([]);
  });

  test("keeps its letters over a restart, and forgets them when it is emptied", async () => {
    const stateDir = emptyState();
    const first = await start(stateDir);
    await first.send("One");
    await first.send("Two");
    await first.stop();
    const second = await start(stateDir);
    const subjects = async (inbox: typeof first) =>
      (await inbox.store()).map((letter) => (letter as { subject: string }).subject);
    expect(await subjects(second)).toEqual(["One", "Two"]);
    await fetch(`${second.endpoint}/clear-store`, { method: "POST" });
    await second.send("Three");
    await second.stop();
    expect(await subjects(await start(stateDir))).toEqual(["Three"]);
  });

  test("goes on when a letter cannot be kept, and says so once", async () => {
    const stateDir = emptyState();
    const file = join(stateDir, "inbox.jsonl");
    const { send, store, said, stop } = await start(stateDir);
    symlinkSync("/dev/full", file);
    await send("One");
    await send("Two");
    expect(await store()).toMatchObject([{ subject: "One" }, { subject: "Two" }]);
    await expect
      .poll(() => said)
      .toEqual([
        expect.stringMatching(/^.*inbox\.jsonl lacks letters: ENOSPC: no space left on device/),
        "Mail to ada@example.net: One",
        "Mail to ada@example.net: Two",
      ]);
    rmSync(file);
    await send("Three");
    await stop();
    expect(await (await start(stateDir)).store()).toMatchObject([{ subject: "Three" }]);
  });

  test("loses no other letter to one that was kept by halves", async () => {
    const stateDir = emptyState();
    const file = join(stateDir, "inbox.jsonl");
    const first = await start(stateDir);
    await first.send("One");
    await first.stop();
    const whole = readFileSync(file, "utf8").trim();
    writeFileSync(file, `${whole}\n${whole.slice(0, 50)}`);
    const second = await start(stateDir);
    await second.send("Two");
    await second.stop();
    expect(await (await start(stateDir)).store()).toMatchObject([
      { subject: "One" },
      { subject: "Two" },
    ]);
  });

  test("outlives an address that is none", async () => {
    const { endpoint, store } = await start(emptyState());
    const { hostname, port } = new URL(endpoint);
    const [answer] = await once(get({ hostname, port, path: "//" }), "response");
    expect(answer.statusCode).toBe(200);
    expect(await store()).toEqual([]);
  });

  test("dates letters by the host's clock", async () => {
    const clock = startClock();
    clock.move(86_400_000);
    const { send, store } = await start(emptyState(), 0, clock);
    const before = Math.floor(clock.now() / 1000);
    await send("Tomorrow");
    const [letter] = (await store()) as { at: number }[];
    expect(letter?.at).toBeGreaterThanOrEqual(before);
  });

  test("says which setting moves it when its port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    await expect(start(emptyState(), port)).rejects.toThrow(
      `Port ${port} is taken. Set USHER_INBOX_PORT to a free one.`,
    );
  });
});
