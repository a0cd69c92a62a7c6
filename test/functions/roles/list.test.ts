import { expect, test } from "vitest";
import { aPerson } from "../../support/given.ts";
import { matrices, rowsOf } from "../../support/matrices.ts";

interface Entry {
  level: string;
  id: string;
  permissions: string[];
  builtIn: boolean;
}

test.each(Object.keys(matrices))("the roles of a %s hold what the matrix says", async (level) => {
  const person = await aPerson();
  const { body } = await person.get(`/v1/roles?limit=100&level=${level}`);
  const { roles } = matrices[level] as { roles: string[] };
  const wanted = roles.map((id, column) => ({
    level,
    id,
    builtIn: true,
    permissions: rowsOf(level)
      .filter(({ marks }) => marks[column] === "x")
      .map(({ permission }) => permission)
      .sort(),
  }));
  const found = (body.items as (Entry & { name: string; rank?: number })[])
    .filter(({ builtIn }) => builtIn)
    .map(({ name: _, rank: __, ...role }) => role);
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(found).toEqual(wanted.sort(byId));
});

test("the roles of all levels come when none is asked for", async () => {
  const { body } = await (await aPerson()).get("/v1/roles?limit=100");
  const builtIn = body.items.filter((role: Entry) => role.builtIn);
  expect(new Set(builtIn.map(({ level, id }: Entry) => `${level}/${id}`)).size).toBe(14);
  const made = body.items.filter((role: Entry) => !role.builtIn);
  for (const { level } of made) expect(level).toBe("project");
});

test("the catalogue is what the matrices name, each permission once and in words", async () => {
  const { body } = await (await aPerson()).get("/v1/permissions?limit=100");
  const found = body.items.map(({ id }: Entry) => id);
  const named = Object.keys(matrices).flatMap((level) =>
    rowsOf(level).map(({ permission }) => permission),
  );
  expect(found).toEqual([...new Set(named)].sort());
  for (const { id, level, description } of body.items) {
    expect(id.startsWith(`${level}.`)).toBe(true);
    expect(description).toMatch(/^[A-Z]/);
  }
});

test("a level that does not exist is refused, with its place", async () => {
  const { status, body } = await (await aPerson()).get("/v1/roles?level=galaxy");
  expect([status, body.code]).toEqual([400, "invalid"]);
  expect(JSON.stringify(body.errors)).toContain("level");
});
