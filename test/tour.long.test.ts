import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, expect, inject, test } from "vitest";
import { notRunning, openState } from "../infra/local/state.ts";
import { mailsTo } from "./support/inbox.ts";

const folder = mkdtempSync(join(tmpdir(), "usher-tour-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `npm run tour` against the host of a state folder. */
async function play(stateDir: string) {
  const child = spawn(process.execPath, ["test/tour.ts"], {
    env: { ...process.env, USHER_STATE_DIR: stateDir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { out, errors, code };
}

test("tells the story twice, with the mails that it caused and without colours", async () => {
  const first = await play(inject("stateDir"));
  expect(first).toMatchObject({ code: 0, errors: "" });
  const told = [...first.out.matchAll(/✉ to (\S+): (.+)/g)].map(([, to, subject]) => ({
    to,
    subject,
  }));
  const grace = String(told[0]?.to);
  const mails = await mailsTo(grace);
  const toGrace = told.filter(({ to }) => to === grace);
  expect(mails.map(({ subject }) => ({ to: grace, subject }))).toEqual(toGrace);
  expect(told.filter(({ to }) => to !== grace)).toMatchObject([
    { to: expect.stringMatching(/^lin\./), subject: "You now have access to Acme Ltd" },
    { to: expect.stringMatching(/^max\./), subject: "You now have access to Acme Ltd" },
    {
      to: expect.stringMatching(/^max\./),
      subject: "Ada Lovelace asks for your approval at Acme Ltd",
    },
    { to: expect.stringMatching(/^zoe\./), subject: "You now have access to Acme Ltd" },
  ]);
  expect(toGrace.map(({ subject }) => subject)).toEqual([
    "Ada Lovelace invited you to Acme Ltd",
    "You now have access to Website (Acme Ltd)",
    "You now have access to Shop (Acme Ltd)",
    "You now have access to Ledger (Acme Ltd)",
    "Your access to Acme Ltd has ended",
    "You now have access to Acme Ltd",
    "You now have access to Acme Paris",
    "Acme Paris was closed",
  ]);
  expect(first.out).toMatch(/█{20} 3.* \(cascade done, project access taken: 3\)/);
  expect(first.out).toMatch(
    /customer\.access\.cascaded: 3 taken, because of customer\.member\.removed/,
  );
  expect(first.out).not.toContain("\u001b[");
  expect(first.out).not.toMatch(/undefined|usr_/);
  expect(await play(inject("stateDir"))).toMatchObject({ code: 0, errors: "" });
});

test("says in one line that nothing runs", async () => {
  const nothing = join(folder, "nothing");
  const { code, errors, out } = await play(nothing);
  expect({ code, errors, out }).toEqual({ code: 1, errors: `${notRunning(nothing)}\n`, out: "" });
});

test("ends with an error at the first answer that does not fit", async () => {
  const server = createServer((_, response) => {
    const problem = { code: "unavailable", detail: "Not now.", requestId: "r-1" };
    response.writeHead(503, { "content-type": "application/problem+json" });
    response.end(JSON.stringify(problem));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const state = openState(join(folder, "unwell"));
  const { port } = server.address() as AddressInfo;
  const addresses = { inbox: inject("inbox"), issuer: inject("issuer") };
  state.announce({ ...addresses, api: `http://127.0.0.1:${port}` });
  const { code, errors, out } = await play(join(folder, "unwell"));
  state.release();
  server.close();
  expect(code).toBe(1);
  expect(out).toMatch(/signs in +503 {2}Not now\.\n$/);
  expect(errors).toMatch(/^The answer should have been 200\. .*r-1.*\n$/);
});
