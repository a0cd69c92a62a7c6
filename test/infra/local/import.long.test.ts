import { expect, test } from "vitest";
import { kinds } from "../../../infra/local/import/order.ts";
import { exportedKinds } from "../../../shared/model/exported-line.ts";
import { newAddress, newId } from "../../support/api.ts";
import { aPerson } from "../../support/given.ts";
import { aFile, asText, importFile, resultsOf } from "../../support/import-command.ts";
import { aWholeCustomer } from "../../support/imports.ts";

const devicesOf = (customer: string, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    kind: "thing",
    data: { customer, things: "devices", externalId: `meter ${i}`, name: `Meter ${i}` },
  }));

test("sends lines in the order of an export", () => {
  expect(kinds).toEqual([...exportedKinds]);
});

test("imports a file in whatever order its lines stand, and again without a change", async () => {
  const { path, ada, lines } = aWholeCustomer();
  const file = aFile(asText(lines.toReversed()));
  const first = await importFile(file);
  expect(first.said).toContain(`Imported: ${lines.length} created.`);
  expect([first.code, first.drawn]).toEqual([0, expect.stringMatching(/█{20} 21 of 21/)]);
  expect(resultsOf(file).map(({ status }) => status)).toEqual(lines.map(() => "created"));
  const other = aFile(asText(lines));
  const again = await importFile(other);
  expect([again.code, again.said]).toEqual([
    0,
    expect.stringContaining(`${lines.length} unchanged`),
  ]);
  expect((await (await aPerson(ada)).get(path)).body.displayName).toBe("Moved Ltd");
});

test("is killed again and again, and ends as if it had never been, with nothing twice", async () => {
  const { id, path, ada, lines } = aWholeCustomer();
  const people = Array.from({ length: 60 }, (_, i) => ({
    kind: "member",
    data: { customer: id, email: newAddress(`p${i}`), roles: [{ role: "employee" }] },
  }));
  const all = [...devicesOf(id, 3000), ...lines, ...people];
  const file = aFile(asText(all));
  let kills = 0;
  for (const killAfter of [300, 500, 700, 900, 1_100, 1_300]) {
    const { code } = await importFile(file, { killAfter });
    if (code === null) kills++;
  }
  expect(kills).toBeGreaterThan(2);
  const last = await importFile(file);
  expect([last.code, last.said]).toEqual([0, expect.not.stringContaining("refused")]);
  const results = resultsOf(file);
  expect(results).toHaveLength(all.length);
  expect(results.every(({ status }) => ["created", "unchanged"].includes(status))).toBe(true);
  const owner = await aPerson(ada);
  expect((await owner.get(`${path}/things`)).body.devices.count).toBe(3001);
  let added = 0;
  for (let next: string | undefined = ""; next !== undefined; ) {
    const query = `type=customer.member.added&limit=100${next && `&cursor=${next}`}`;
    const { body } = await owner.get(`${path}/events?${query}`);
    added += body.items.length;
    next = body.nextCursor;
  }
  expect(added).toBe(63);
});

test("says of each line what is wrong with it, by its number", async () => {
  const [id, good] = [newId("moved"), newId("moved")];
  const customer = (one: string) =>
    JSON.stringify({ kind: "customer", data: { id: one, displayName: "Größe & Söhne" } });
  const long = JSON.stringify({ kind: "customer", data: { id, displayName: "x".repeat(70_000) } });
  const deep = `{"kind":"customer","data":${'{"a":'.repeat(40)}1${"}".repeat(41)}`;
  const file = aFile(
    Buffer.concat([
      Buffer.from(`\ufeff${customer(good)}\r\n\r\n   \nnothing\n[]\n`),
      Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]),
      Buffer.from(`${long}\n${deep}\n{"kind":"planet","data":{}}\n`),
      Buffer.from(
        `{"kind":"project","data":{"customer":"${id}","id":"website","displayName":"W"}}\n`,
      ),
      Buffer.from(customer(id).replace("customer", "event")),
    ]),
  );
  const { code, said } = await importFile(file);
  expect(code).toBe(1);
  expect(resultsOf(file).map(({ line, status, detail }) => [line, status, detail])).toEqual([
    [1, "created", undefined],
    [4, "refused", "The line is not JSON."],
    [5, "refused", "The line is no JSON object."],
    [6, "refused", "The line is not UTF-8."],
    [7, "refused", "The line is longer than 65536 bytes."],
    [8, "refused", expect.stringContaining("nested deeper")],
    [9, "refused", expect.stringContaining("/kind")],
    [10, "refused", expect.stringContaining(`customer ${id}`)],
    [11, "skipped", expect.any(String)],
  ]);
  expect(said).toContain("line 4: The line is not JSON.");
  expect(said).toContain(`line 10: project ${id}/website: This rests on what is not there`);
});

test("a dry run foresees what the lines of the file make for each other, and makes nothing", async () => {
  const { id, lines } = aWholeCustomer();
  const lost = {
    kind: "project",
    data: { customer: newId("nowhere"), id: "x1", displayName: "X" },
  };
  const file = aFile(asText([...lines.toReversed(), lost]));
  const { code, said } = await importFile(file, { args: ["--dry-run"] });
  expect([code, said]).toEqual([
    1,
    expect.stringContaining(`Would be: ${lines.length} created, 1 refused`),
  ]);
  const real = await importFile(file);
  expect(real.said).toContain(`Imported: ${lines.length} created, 1 refused`);
  expect(resultsOf(file, "dry-run").map(({ status }) => status)).toEqual(
    resultsOf(file).map(({ status }) => status),
  );
  expect(id).toBeTruthy();
});

test("a dry run knows a group of customers by its name, however that is written", async () => {
  const [customer, child] = [newId("moved"), newId("moved")];
  const file = aFile(
    asText([
      { kind: "customer", data: { id: customer, displayName: "Above" } },
      { kind: "customer", data: { id: child, displayName: "Below", parentId: customer } },
      { kind: "customer-group", data: { customer, displayName: "Pilot caf\u00e9s" } },
      { kind: "grouped-customer", data: { customer, customerGroup: "PILOT CAFE\u0301S", child } },
    ]),
  );
  const dry = await importFile(file, { args: ["--dry-run"] });
  expect([dry.code, dry.said]).toEqual([0, expect.stringContaining("Would be: 4 created.")]);
  expect((await importFile(file)).said).toContain("Imported: 4 created.");
});

test("what was mended in the file is taken up, and what was refused is tried again", async () => {
  const [id, parent] = [newId("moved"), newId("moved")];
  const below = { kind: "customer", data: { id, displayName: "Below", parentId: parent } };
  const file = aFile(asText([below]));
  expect((await importFile(file)).code).toBe(1);
  const above = aFile(asText([{ kind: "customer", data: { id: parent, displayName: "Above" } }]));
  expect((await importFile(above)).code).toBe(0);
  expect((await importFile(file)).said).toContain("Imported: 1 created.");
  expect((await importFile(file)).said).toContain("Imported: 1 created.");
});

test("says in one line what it lacks, and goes on when it is given", async () => {
  const file = aFile(
    asText([{ kind: "customer", data: { id: newId("moved"), displayName: "X" } }]),
  );
  const stranger = await aPerson();
  const refused = await importFile(file, { token: stranger.token });
  expect([refused.code, refused.drawn]).toEqual([2, expect.stringContaining("platform.import")]);
  const nowhere = await importFile(`${file}.not`);
  expect([nowhere.code, nowhere.drawn.split("\n")[0]]).toEqual([
    2,
    `There is no file ${file}.not.`,
  ]);
  const wide = aFile(Buffer.from("\ufeff{}", "utf16le"));
  expect(await importFile(wide)).toMatchObject({
    code: 2,
    drawn: `${wide} is UTF-16. Save it as UTF-8.\n`,
  });
  expect((await importFile(file)).code).toBe(0);
});
