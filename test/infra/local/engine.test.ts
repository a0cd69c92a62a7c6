import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { createTables } from "../../../infra/local/engine/tables.ts";
import { startEngine } from "../../../infra/local/engine.ts";
import { readTemplate } from "../../../infra/local/template.ts";
import { assembly, origins } from "./assembly.ts";
import { table } from "./dynamodb-table.ts";

const emptyState = (name: string) => {
  const stateDir = join(assembly({ resources: {} }), name);
  mkdirSync(stateDir);
  return stateDir;
};
const templateOf = (resources: Parameters<typeof assembly>[0]["resources"]) =>
  readTemplate(assembly({ resources }), origins);
const template = templateOf({ Table: table("usher") });

async function start(stateDir: string, endpoint?: string) {
  const engine = await startEngine({ stateDir, endpoint });
  onTestFinished(engine.stop);
  await createTables(template, engine.endpoint);
  return engine;
}
type Described = {
  Table: {
    GlobalSecondaryIndexes: { IndexName: string }[];
    StreamSpecification: object;
    LatestStreamArn: string;
  };
};
const Item = { pk: { S: "a" }, sk: { S: "b" } };

describe("the table engine", () => {
  test("has the template's table with its indexes and its stream", async () => {
    const { endpoint } = await start(emptyState("state"));
    const asked = { TableName: "usher" };
    const { Table } = await callDynamoDb<Described>(endpoint, "DescribeTable", asked);
    const indexes = Table.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName);
    expect(indexes.toSorted()).toEqual(["due", "gsi1"]);
    expect(Table.StreamSpecification).toEqual({
      StreamEnabled: true,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    });
  });

  test("keeps its items over a restart", async () => {
    const stateDir = emptyState("kept");
    const first = await start(stateDir);
    await callDynamoDb(first.endpoint, "PutItem", { TableName: "usher", Item });
    await first.stop();
    const second = await start(stateDir);
    const asked = { TableName: "usher", Key: Item };
    expect(await callDynamoDb(second.endpoint, "GetItem", asked)).toEqual({ Item });
  });

  test("finds the last stream record by an index, however many there are", async () => {
    const stateDir = emptyState("indexed");
    await start(stateDir);
    const database = new DatabaseSync(join(stateDir, "table.db"), { readOnly: true });
    onTestFinished(() => database.close());
    const number = "CAST(sequence_number AS INTEGER)";
    const plans = [
      `SELECT MAX(${number}) FROM _stream_records WHERE table_name = 'usher'`,
      `SELECT id FROM _stream_records WHERE table_name = 'usher' AND shard_id = 's' AND ${number} > 7`,
    ].map((sql) => String(database.prepare(`EXPLAIN QUERY PLAN ${sql}`).get()?.detail));
    expect(plans[0]).toContain("usher_by_table");
    expect(plans[1]).toContain("usher_by_shard");
  });

  test("is missed when it ends by itself, and not when it is ended", async () => {
    const said: string[] = [];
    const say = (line: string) => void said.push(line);
    const stateDir = emptyState("lost");
    const ended = await startEngine({ stateDir, say });
    await ended.stop();
    await startEngine({ stateDir, say });
    process.kill(Number(readFileSync(join(stateDir, "engine.pid"), "utf8")), "SIGKILL");
    await expect
      .poll(() => said)
      .toEqual([expect.stringMatching(/^The table engine has ended\. /)]);
  });

  test("can be another one that already runs", async () => {
    const other = await start(emptyState("other"));
    const { endpoint } = await start("/nowhere", other.endpoint);
    expect(endpoint).toBe(other.endpoint);
  });

  test("at an address where nothing answers is said in one line", async () => {
    const stateDir = emptyState("none");
    rmSync(stateDir, { recursive: true });
    await expect(start(stateDir, "http://127.0.0.1:9")).rejects.toThrow(
      "No table engine answers at http://127.0.0.1:9. Start it, or unset USHER_DYNAMODB_ENDPOINT.",
    );
  });

  test("refuses a table that was made with other indexes", async () => {
    const stateDir = emptyState("changed");
    const { endpoint } = await start(stateDir);
    const changed = templateOf({ Table: table("usher", ["gsi1"]) });
    await expect(createTables(changed, endpoint)).rejects.toThrow("npm run reset");
  });
});
