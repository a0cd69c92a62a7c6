import { afterAll, beforeAll, expect, test } from "vitest";
import { openapi } from "../../../shared/api/openapi.ts";
import { templateWith } from "../../infra/stack.ts";
import { type Answer, newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aCustomer, anAdminGroup, aPerson, type Person, theAdmin } from "../../support/given.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { invite } from "../../support/invite.ts";

/** The stack of a deployer who wants two people everywhere, and has an app on another origin. */
let host: Awaited<ReturnType<typeof startDeployed>>;
const origin = "https://app.example.org";
beforeAll(async () => {
  const [api] = templateWith({ corsOrigins: origin }).of("AWS::ApiGatewayV2::Api");
  host = await startDeployed({ MIN_APPROVALS: "2" }, api?.properties.CorsConfiguration as object);
});
afterAll(() => host.end());

const requests = "/v1/platform/access-requests";
const decide = (by: Person, id: string, verb: string, body?: object) =>
  by.post(`${requests}/${id}/${verb}`, body);

test("whoever may grant at all customers counts at each", async () => {
  const [admin, { owner, path }] = [await theAdmin(host), await aCustomer(host)];
  const [holder, person] = [await aPerson(newAddress(), host), await aPerson(newAddress(), host)];
  const onAll = `/v1/platform/customer-groups/all/members/${holder.id}/roles`;
  const alone = `${path}/members/${person.id}/roles`;
  expect((await admin.put(`${onAll}/employee`)).status).toBe(200);
  expect((await owner.put(`${alone}/employee`)).status).toBe(200);
  expect((await admin.put(`${onAll}/admin`)).status).toBe(200);
  const asked = await owner.put(`${alone}/admin`);
  expect([asked.status, asked.body.warning]).toEqual([202, undefined]);
  const approve = `${path}/access-requests/${asked.body.id}/approve`;
  expect((await holder.post(approve)).body.state).toBe("approved");
  await admin.delete(`${onAll}/admin`);
});

test("one who runs the platform alone decides alone, until there were two", async () => {
  const admin = await theAdmin(host);
  const [second, third] = [await aPerson(newAddress(), host), await aPerson(newAddress(), host)];
  const roleOf = (person: Person, role: string) => `/v1/platform/admins/${person.id}/roles/${role}`;
  const alone = await admin.put(roleOf(second, "organization-admin"));
  expect([alone.status, alone.headers.get("usher-warning")]).toEqual([
    200,
    expect.stringContaining("one person decides alone"),
  ]);
  // Letters do not wait for each other: what is to come first has to have come.
  await mailTo(second.email, host, { about: /now have a role/ });
  const asked = await admin.put(roleOf(third, "ops-support"));
  expect([asked.status, asked.body.kind, asked.body.approvals.length]).toEqual([
    202,
    "platform-roles",
    1,
  ]);
  const mail = await mailTo(second.email, host, { about: /asks for your approval/ });
  expect(mail.body.text).toContain("Ops Support");
  expect((await third.get(`${requests}/${asked.body.id}`)).status).toBe(200);
  expect((await decide(third, asked.body.id, "approve")).status).toBe(403);
  expect((await decide(second, asked.body.id, "approve")).body.state).toBe("approved");
  const { items } = (await admin.get("/v1/platform/admins")).body;
  expect(items.map(({ id }: { id: string }) => id)).toContain(third.id);
  const given = await mailTo(third.email, host, { about: /now have a role/ });
  expect(given.body.text).toMatch(/^admin.* gave you a role on the platform\.$/m);
  await admin.delete(`/v1/platform/admins/${second.id}`, { "if-match": "*" });
  const stuck = await admin.put(roleOf(third, "organization-user"));
  expect([stuck.status, stuck.body.warning]).toEqual([202, expect.any(String)]);
  expect((await decide(admin, stuck.body.id, "withdraw")).body.state).toBe("withdrawn");
  await mailTo(second.email, host, { about: /has ended/ });
  const subjectsTo = async ({ email }: Person) =>
    (await mailsTo(email, host)).map(({ subject }) => subject);
  expect(await subjectsTo(second)).toEqual([
    "You now have a role on the platform",
    expect.stringMatching(/asks for your approval at the platform/),
    "Your role on the platform has ended",
  ]);
  expect(await subjectsTo(third)).toEqual(["You now have a role on the platform"]);
});

test("the platform asks for two wherever a customer asks for no more", async () => {
  const customer = await aCustomer(host);
  const { owner, path } = customer;
  expect((await owner.get(path)).body.settings.minApprovals).toBe(1);
  const person = await aPerson(newAddress(), host);
  const role = `${path}/members/${person.id}/roles/admin`;
  const alone = await owner.put(role);
  expect([alone.status, alone.headers.has("usher-warning")]).toEqual([200, true]);
  const other = await aPerson(newAddress(), host);
  const asked = await owner.put(`${path}/members/${other.id}/roles/employee`);
  expect([asked.status, asked.body.needed]).toEqual([202, 2]);
});

test("the members of a group of the platform are told that nothing comes of what was asked for it", async () => {
  const [admin, member] = [await theAdmin(host), await aPerson(newAddress(), host)];
  const group = await anAdminGroup([], [member], host);
  const asked = await admin.put(`/v1/platform/admins/${group.id}/roles/ops-support`);
  expect(asked.status).toBe(202);
  expect((await decide(admin, asked.body.id, "decline", {})).body.state).toBe("declined");
  const { body } = await mailTo(member.email, host, { about: /was not approved/ });
  for (const said of ["the platform", group.displayName, "Ops Support"])
    expect(body.text).toContain(said);
});

/** What a script reads unless told otherwise, what tells browsers how to behave, and what belongs to the line. */
const others =
  /^(cache-control|content-(type|length)|x-content-type-options|strict-transport-security|access-control-.*|vary|apigw-requestid|date|connection|keep-alive)$/;
const namesIn = (list: string | null) => (list ?? "").split(",").toSorted();

test("scripts of another origin read all that answers say", async () => {
  const { owner, path } = await aCustomer(host);
  const by = (method: string, to: string, body?: unknown, more = {}) =>
    owner.call(method, path + to, { body, headers: { origin, ...more } });
  const project = { id: "site", displayName: "Site" };
  const again = { "idempotency-key": "once" };
  const { body: invitation } = await invite(owner, path);
  const answers: Answer[] = [
    await by("GET", ""),
    await by("GET", "/export?limit=1"),
    await by("PUT", `/members/${(await aPerson(newAddress(), host)).id}/roles/admin`),
    await by("POST", "/projects", project, again),
    await by("POST", "/projects", project, again),
    await by("POST", `/invitations/${invitation.id}/resend`),
    await by("PUT", "/export"),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 201, 201, 429, 405]);
  const said = answers.flatMap(({ headers }) => [...headers.keys()]);
  const told = [...new Set(said)].filter((name) => !others.test(name)).toSorted();
  for (const { headers } of answers) {
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(namesIn(headers.get("access-control-expose-headers"))).toEqual(told);
  }
});

test("scripts of another origin send all that requests take", async () => {
  const headers = { origin, "access-control-request-method": "PUT" };
  const asked = await fetch(`${host.api}/v1/customers/some`, { method: "OPTIONS", headers });
  const paths = Object.values(openapi().paths as Record<string, Record<string, Operation>>);
  const parameters = paths.flatMap((path) => Object.values(path)).flatMap((one) => one.parameters);
  const taken = parameters
    .filter((one) => one.in === "header")
    .map(({ name }) => name.toLowerCase());
  expect(namesIn(asked.headers.get("access-control-allow-headers"))).toEqual(
    [...new Set([...taken, "authorization", "content-type", "x-request-id"])].toSorted(),
  );
});

interface Operation {
  parameters: { in: string; name: string }[];
}
