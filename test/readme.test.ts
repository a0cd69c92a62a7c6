import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, inject, test } from "vitest";
import { withCharts } from "./readme/generated.ts";
import { mailsTo } from "./support/inbox.ts";

const readme = readFileSync("README.md", "utf8");

test("the charts of endpoints, items and access patterns say what the code says", () => {
  expect(readme).toBe(withCharts(readme));
});

test("every chart is there, with a row for what the code has", () => {
  const rows = (name: string) =>
    readme.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]?.match(/^\| /gm)?.length;
  expect(rows("endpoints")).toBeGreaterThan(35);
  expect(rows("entities")).toBeGreaterThan(20);
  expect(rows("patterns")).toBeGreaterThan(12);
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

/** The blocks of the tour, one after the other. */
function tour(): string {
  const section = readme.split("## A tour with curl")[1]?.split("\n## ")[0] ?? "";
  const blocks = [...section.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block);
  expect(blocks.length).toBeGreaterThan(3);
  return blocks
    .join("\n")
    .replaceAll("http://127.0.0.1:4000", inject("api"))
    .replaceAll("http://127.0.0.1:4001", inject("inbox"));
}

/** Reads commands as a terminal does: whatever a command leaves of them comes next. */
function paste(commands: string) {
  return new Promise<{ out: string; errors: string }>((done) => {
    const env = { ...process.env, USHER_STATE_DIR: inject("stateDir"), NO_COLOR: "1" };
    const shell = execFile("bash", { env }, (_, out, errors) => done({ out, errors }));
    shell.stdin?.end(commands);
  });
}

test("its tour works when it is pasted into a shell", async () => {
  const { out, errors } = await paste(tour());
  expect(errors).toBe("");
  expect(out).toMatch(/firstName: 'Ada',\s+lastName: 'Lovelace'/);
  const [, customer = ""] = /id: '(acme-\d+)',\s+displayName: 'Acme Ltd'/.exec(out) ?? [];
  expect(out).toMatch(new RegExp(`${inject("api")}/invitation#${customer}\\.inv_`));
  const [, mail] = /state: '(accepted)'/.exec(out) ?? [];
  expect(mail).toBe("accepted");
  expect(out.match(/code: '\w+'/g)).toEqual(["code: 'not_found'", "code: 'not_found'"]);
  expect(out).toMatch(/kind: 'member-removed',\s+state: 'done'.+\n(.*\n)*\s+removed: 1,/);
  expect(out).toMatch(/type: 'customer.access.cascaded'/);
  const mails = (await mailsTo("grace@example.org")).filter(({ body }) =>
    body.text.includes("Acme"),
  );
  expect(mails.map(({ subject }) => subject)).toEqual([
    "Ada Lovelace invited you to Acme Ltd",
    "You now have access to Website (Acme Ltd)",
    "Your access to Acme Ltd has ended",
  ]);
});
