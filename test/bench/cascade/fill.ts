import { marshall } from "@aws-sdk/util-dynamodb";
import { callDynamoDb } from "../../../infra/local/dynamodb.ts";
import { newId } from "../../../shared/model/id.ts";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { aProject, type Person } from "../../support/given.ts";
import { tableOf } from "../../support/table.ts";
import { type Customer, grant, type Place } from "../scene.ts";

type Item = Record<string, unknown>;

/** Requests under way at the same time. */
const atOnce = 6;

/** Gives a customer so many projects, the quota for them included. Answers their ids and keys. */
export async function fillProjects(at: Place, customer: Customer, count: number, say: Say) {
  const model = await aProject(customer);
  const table = tableOf(at);
  const real = await table.get(keys.project({ customer: customer.id, project: model.id }));
  const projects = Array.from({ length: count }, (_, i) => ({
    id: `p-${String(i).padStart(6, "0")}`,
    key: newId("project", new Date()),
  }));
  await fill(at, projects, say, ({ id, key }) => ({
    ...real,
    id,
    key,
    displayName: `Project ${id}`,
    ...keys.project({ customer: customer.id, project: id }),
    ...indexed.project({ projectKey: key, customer: customer.id, project: id }),
  }));
  const counter = keys.counter({ customer: customer.id, counted: "projects", shard: "0" });
  await table.change(counter, { n: count + 1, allotment: count + 1 });
  return { model, projects };
}

export type Filled = Awaited<ReturnType<typeof fillProjects>>;
type Say = (line: string) => void;

/** Gives a member a role on each of these projects: copies of a real binding. */
export async function fillBindings(
  at: Place,
  customer: Customer,
  person: Person,
  { model, projects }: Filled,
  say: Say,
) {
  await grant(customer, model.path, person);
  const of = { principal: person.id, customer: customer.id };
  const real = await tableOf(at).get(keys["project binding"]({ ...of, project: model.id }));
  await fill(at, projects, say, ({ id, key }) => ({
    ...real,
    project: id,
    projectKey: key,
    ...keys["project binding"]({ ...of, project: id }),
    ...indexed["project binding"]({ ...of, projectKey: key }),
  }));
}

/** Writes an item for each of many, straight into the table. */
export async function fill<T>(at: Place, all: readonly T[], say: Say, itemOf: (one: T) => Item) {
  let next = 0;
  const write = async () => {
    while (next < all.length) {
      const some = all.slice(next, next + 25);
      next += 25;
      if (next % 10_000 === 0) say(`${next} of ${all.length} written`);
      const requests = some.map((one) => ({ PutRequest: { Item: marshall(itemOf(one)) } }));
      await callDynamoDb(at.dynamodb, "BatchWriteItem", { RequestItems: { usher: requests } });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, write));
}
