import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { settingNames } from "../infra/settings.ts";
import * as api from "../shared/api/index.ts";
import { collections } from "../shared/table/collections.ts";
import { keys } from "../shared/table/schema.ts";
import { withCharts } from "./readme/generated.ts";
import { newAddress, newId } from "./support/api.ts";
import { mailsTo, mailTo } from "./support/inbox.ts";

const readme = readFileSync("README.md", "utf8");

test("the charts of endpoints, items and access patterns say what the code says", () => {
  expect(readme).toBe(withCharts(readme));
});

test("the charts have a row for everything that the code has", () => {
  const rows = (name: string) => {
    const chart = readme.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0];
    return (chart?.match(/^\| /gm)?.length ?? 0) - 2;
  };
  const contracts = Object.values(api).flatMap((verbs) => Object.keys(verbs));
  expect(rows("endpoints")).toBe(contracts.length);
  expect(rows("entities")).toBe(Object.keys(keys).length);
  expect(rows("patterns")).toBe(Object.keys(collections).length);
});

test("every setting and every variable of the local host is explained, and no other", () => {
  const rows = (title: string) => {
    const section = readme.split(`\n${title}\n`)[1]?.split("\n#")[0] ?? "";
    const heads = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].map(([, head = ""]) => head);
    return heads.flatMap((head) => [...head.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  };
  expect(rows("### Settings").toSorted()).toEqual(settingNames.toSorted());
  const read = readFileSync("infra/local/settings.ts", "utf8").match(/USHER_[A-Z_]+/g);
  const variables = rows("## On one machine").filter((name) => name?.startsWith("USHER_"));
  expect(new Set(variables)).toEqual(new Set(read));
});

test("every link leads somewhere", () => {
  const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
  const links = [...readme.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(50);
  const broken = links.filter((link) => {
    if (link.startsWith("#")) return !anchors.includes(link.slice(1));
    return !link.startsWith("http") && !existsSync(link);
  });
  expect(broken).toEqual([]);
});

test("every file it speaks of exists", () => {
  const named = [...readme.matchAll(/`((?:infra|functions|shared|test|\.ci)\/[\w./-]+)`/g)];
  expect(named.map(([, file = ""]) => file).filter((file) => !existsSync(file))).toEqual([]);
});

test("every script it speaks of exists", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
  const named = [...readme.matchAll(/npm (?:run (?:--silent )?)?([a-z]+)/g)].map(
    ([, name]) => name,
  );
  expect(named).toContain("tour");
  const known = [...Object.keys(scripts), "ci", "run"];
  expect(named.filter((name) => !known.includes(String(name)))).toEqual([]);
});

/** The blocks of a section, one after the other. */
function blocksOf(title: string, most: number): string {
  const section = readme.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const blocks = [...section.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThanOrEqual(most);
  return blocks.join("\n");
}

/** The tour at the host of the tests, with people of its own. */
function tour(grace: string): string {
  return blocksOf("A tour with curl", 4)
    .replaceAll("http://127.0.0.1:4000", inject("api"))
    .replaceAll("http://127.0.0.1:4001", inject("inbox"))
    .replaceAll("ada@example.org", newAddress("ada"))
    .replaceAll("grace@example.org", grace);
}

/** Reads commands as a terminal does: whatever a command leaves of them comes next. */
function paste(commands: string) {
  return new Promise<{ out: string; errors: string }>((done) => {
    const env = { ...process.env, USHER_STATE_DIR: inject("stateDir"), NO_COLOR: "1" };
    const shell = execFile("bash", { env }, (_, out, errors) => done({ out, errors }));
    shell.stdin?.end(commands);
  });
}

test("its moving in works when it is pasted into a shell", async () => {
  const folder = mkdtempSync(join(tmpdir(), "usher-readme-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const commands = blocksOf("Moving in and out", 1)
    .replaceAll("http://127.0.0.1:4000", inject("api"))
    .replaceAll("linus@example.org", newAddress("linus"))
    .replaceAll("umbrella", newId("umbrella"))
    .replaceAll(/(in|out|page)\.ndjson/g, `${folder}/$1.ndjson`);
  const { out } = await paste(commands);
  expect(out.match(/^(Would be|Imported): .*$/gm)).toEqual([
    "Would be: 8 created.",
    "Imported: 8 created.",
    "Imported: 7 unchanged.",
  ]);
});

test("its tour works when it is pasted into a shell", async () => {
  const grace = newAddress("grace");
  const { out, errors } = await paste(tour(grace));
  expect(errors).toBe("");
  expect(out).toMatch(/firstName: 'Ada',\s+lastName: 'Lovelace'/);
  const [, customer = ""] = /id: '(acme-\d+)',\s+displayName: 'Acme Ltd'/.exec(out) ?? [];
  expect(out).toMatch(new RegExp(`${inject("api")}/invitation#${customer}\\.inv_`));
  expect(out).toMatch(/state: 'accepted'/);
  expect(out.match(/code: '\w+'/g)).toEqual(["code: 'not_found'", "code: 'not_found'"]);
  expect(out).toMatch(/kind: 'member-removed',\s+state: 'done'.+\n(.*\n)*\s+removed: 1,/);
  expect(out).toMatch(/type: 'customer.access.cascaded'/);
  const [invited, given, ended] = [
    "Ada Lovelace invited you to Acme Ltd",
    "You now have access to Website (Acme Ltd)",
    "Your access to Acme Ltd has ended",
  ];
  await mailTo(grace, undefined, { about: /ended/ });
  const mails = await mailsTo(grace);
  // Nobody is told of access that is gone again by the time its mail is written.
  expect([
    [invited, given, ended],
    [invited, ended],
  ]).toContainEqual(mails.map(({ subject }) => subject));
});
