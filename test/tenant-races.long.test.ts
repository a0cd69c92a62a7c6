import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../infra/local/start.ts";
import { newId } from "./support/api.ts";
import { aCustomer, anAdmin, aPendingProject, aProject, aTenant } from "./support/given.ts";
import { codeOf } from "./support/race.ts";
import { borrowRacing, tally, times } from "./support/racing.ts";
import { tableOf } from "./support/table.ts";

let host: Host & { end(): Promise<void> };

beforeAll(async () => {
  host = await borrowRacing();
});
afterAll(() => host.end());

const reason = { reason: "In use" };

/** What happened to a project, oldest first. */
async function eventsOf({ id }: { id: string }, project: { key: string }): Promise<string[]> {
  const items = await tableOf(host).partition(`E#${id}#0`);
  return items.filter(({ subject }) => subject === project.key).map(({ type }) => String(type));
}

test("a project goes once, however many confirm all of its tenants at once", async () => {
  const customer = await aCustomer(host);
  const project = await aPendingProject(customer, 5);
  const operators = [await anAdmin(["ops-support"], host), await anAdmin(["ops-support"], host)];
  const answers = await Promise.all(
    project.tenants.flatMap(({ path }) =>
      operators.map((operator) => operator.post(`${path}/confirm-deletion`)),
    ),
  );
  const { 200: confirmed, ...others } = tally(answers);
  expect([confirmed, others]).toEqual([5, { "404 not_found": 5 }]);
  const statuses = answers.flatMap(({ status, body }) =>
    status === 200 ? [body.project.status] : [],
  );
  expect(statuses.filter((status) => status === "deleted")).toHaveLength(1);
  const types = await eventsOf(customer, project);
  expect(types.filter((type) => type === "customer.project.deleted")).toHaveLength(1);
});

test.each(times(4))(
  "confirmed and declined at once, a project is gone or stays with what is left (%i)",
  async () => {
    const customer = await aCustomer(host);
    const project = await aPendingProject(customer, 3);
    const operator = await anAdmin(["ops-support"], host);
    const [one, other, third] = project.tenants;
    const answers = await Promise.all([
      operator.post(`${one.path}/confirm-deletion`),
      operator.post(`${other?.path}/decline-deletion`, reason),
      operator.post(`${third?.path}/decline-deletion`, reason),
      operator.post(`${third?.path}/confirm-deletion`),
    ]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const types = await eventsOf(customer, project);
    const declined = types.filter((type) => /declined/.test(type));
    expect(declined).toHaveLength(1);
    const confirmed = [answers[0], answers[3]].filter((answer) => answer?.status === 200).length;
    const { body } = await customer.owner.get(project.path);
    expect(body).toMatchObject({ status: "active", tenants: 3 - confirmed });
  },
);

test("the last word of several on a single tenant is the first", async () => {
  const customer = await aCustomer(host);
  const project = await aPendingProject(customer);
  const operator = await anAdmin(["ops-support"], host);
  const [{ path }] = project.tenants;
  const answers = await Promise.all(
    times(6).map((i) =>
      i % 2 === 0
        ? operator.post(`${path}/confirm-deletion`)
        : operator.post(`${path}/decline-deletion`, reason),
    ),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
});

test.each(times(3))(
  "what is registered while the deletion is asked for goes with the project or is refused (%i)",
  async () => {
    const customer = await aCustomer(host);
    const { owner } = customer;
    const project = await aProject(customer);
    await aTenant(project, owner);
    const register = () => {
      const body = { platform: "aws", identifier: newId("account") };
      return owner.post(`${project.path}/tenants`, body);
    };
    const body = { confirm: project.id, reason: "Replaced" };
    const answers = await Promise.all([
      register(),
      owner.post(`${project.path}/delete`, body),
      register(),
    ]);
    const made = answers.filter(({ status }) => status === 201).length;
    const others = answers.filter(({ status }) => status !== 201).map(codeOf);
    expect(others.filter(([status]) => status === 202)).toHaveLength(1);
    expect(others.filter(([status]) => status !== 202)).toEqual(
      times(2 - made).map(() => [409, "project_pending_deletion"]),
    );
    const { items } = (await owner.get(`${project.path}/tenants`)).body;
    const statuses = items.map(({ status }: { status: string }) => status);
    expect(statuses).toEqual(times(1 + made).map(() => "pending_deletion"));
  },
);
