import { afterAll, beforeAll, expect, test } from "vitest";
import type { Host } from "../../../infra/local/start.ts";
import { aWatchedCustomer, rolesOf } from "../../support/access-requests.ts";
import { aCustomerBelow, aCustomerGroup } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import { aPerson, aProject, theAdmin } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { importLines } from "../../support/imports.ts";
import { ended } from "../../support/operations.ts";
import { codeOf, requestDuring } from "../../support/race.ts";

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

const any = { "if-match": "*" };

/** The same host, where no operation goes on for so long. */
const withoutWorkers = (until: Promise<unknown>): Pick<Host, "suffer"> => ({
  suffer: (faults) =>
    host.suffer(async (call) => {
      if (/^Worker/.test(call.functionId)) await until;
      return faults?.(call);
    }),
});

test("a request outlives that its customer is looked at for a closing that comes to nothing", async () => {
  const customer = await aWatchedCustomer(2, host);
  const { owner, second, path, ask, decide } = customer;
  await aProject({ ...(await aCustomerBelow(customer, owner)), owner });
  const { person, request } = await ask();
  const approve = () => decide(second, request, "approve");
  const looked = Promise.withResolvers<void>();
  let closing = "";
  const answer = await requestDuring(withoutWorkers(looked.promise), approve, async () => {
    const { body } = await close(owner, customer, { recursive: true });
    closing = body.id;
  });
  expect(codeOf(answer)).toEqual([409, "customer_closing"]);
  looked.resolve();
  host.suffer();
  expect((await ended(owner, closing)).state).toBe("failed");
  expect((await owner.get(`${path}/access-requests/${request}`)).body.state).toBe("pending");
  expect((await approve()).body.state).toBe("approved");
  expect(await rolesOf(customer, person)).toEqual(["employee"]);
});

test("what was asked about a customer below that is closed by now lapses", async () => {
  const top = await aWatchedCustomer(1, host);
  const { owner, second, path, decide } = top;
  const group = await aCustomerGroup(top, host);
  await owner.patch(path, { settings: { minApprovals: 2 } }, any);
  const asked = await owner.put(`${group.path}/customers/${group.spare.id}`);
  expect(asked.status).toBe(202);
  expect((await close(owner, group.spare)).status).toBe(200);
  const late = await decide(second, asked.body.id, "approve");
  expect([...codeOf(late), late.body.detail]).toEqual([
    409,
    "request_lapsed",
    expect.stringContaining("is gone by now"),
  ]);
});

test("an import says of what others gave meanwhile that it was approved, once it is", async () => {
  const customer = await aWatchedCustomer(2, host);
  const { id, owner, second, path, decide } = customer;
  const person = await aPerson(undefined, host);
  const data = { customer: id, email: person.email, roles: [{ role: "employee" }] };
  const [waiting] = await importLines([{ kind: "member", data }], "", await theAdmin(host));
  const request = waiting?.accessRequest as string;
  await decide(owner, request, "approve");
  const fewer = await owner.patch(path, { settings: { minApprovals: 1 } }, any);
  expect((await decide(second, fewer.body.id, "approve")).body.state).toBe("approved");
  const given = await requestDuring(
    host,
    () => decide(second, request, "approve"),
    () => owner.put(`${path}/members/${person.id}/roles/employee`),
  );
  expect([given.status, given.body.state]).toEqual([200, "approved"]);
  expect(await rolesOf(customer, person)).toEqual(["employee"]);
  expect((await owner.get(`${path}/access-requests/${request}`)).body.state).toBe("approved");
});
