import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress, newId, nobody } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aPerson, askFor, theAdmin } from "../../support/given.ts";
import { mailTo, tokenIn, until } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { moveTo } from "../../support/moves.ts";

const registrationUrl = "https://example.org/register";
let host: Awaited<ReturnType<typeof startDeployed>>;

const brand = {
  BRAND_NAME: 'Müller "& Söhne"',
  BRAND_LOGO: "https://cdn.example.org/logo.png?v=2&x=1",
  BRAND_COLOUR: "#ffdd00",
  MAIL_REPLY_TO: "desk@example.org",
  MAIL_FOOTER: "Müller & Söhne GmbH\nhttps://example.org/imprint",
};

/** The stack of a deployer who creates customers otherwise, and has a name. */
beforeAll(async () => {
  host = await startDeployed({ SELF_SERVICE: "off", REGISTRATION_URL: registrationUrl, ...brand });
});
afterAll(() => host.end());

test("creates no customers where self-service is off, and says where to ask for one", async () => {
  const person = await aPerson(undefined, host);
  const id = newId();
  const { status, body } = await person.post("/v1/customers", { id, displayName: "A" });
  expect([status, body.code, body.registrationUrl]).toEqual([
    403,
    "self_service_off",
    registrationUrl,
  ]);
  expect((await person.get(`/v1/customers/${id}`)).status).toBe(404);
  expect((await person.get("/v1/customers")).body).toEqual({ items: [] });
  const created = await (await theAdmin(host)).post("/v1/platform/customers", {
    id,
    displayName: "A",
  });
  expect(created.status, "by an administrator").toBe(201);
});

test("invites in the name of the deployer: in letters and on the page", async () => {
  const email = newAddress("invited");
  const people = [planFor(email, { roles: ["owner"] })];
  const admin = await theAdmin(host);
  await admin.post("/v1/platform/customers", { id: newId(), displayName: "A", people });
  const mail = await mailTo(email, host);
  const encoded = Buffer.from(brand.BRAND_NAME).toString("base64").slice(0, 12);
  expect(mail.from).toMatch(/^=\?UTF-8\?B\?.* <usher@example\.org>$/);
  expect(mail.from).toContain(encoded);
  expect(mail.replyTo).toEqual([brand.MAIL_REPLY_TO]);
  const { text, html } = mail.body;
  expect(text).toContain(`\n—\n${brand.BRAND_NAME}\nYou get this e-mail because `);
  expect(text.endsWith(`\n\n${brand.MAIL_FOOTER}\n`)).toBe(true);
  expect(html).toContain(
    'src="https://cdn.example.org/logo.png?v=2&amp;x=1" alt="Müller &quot;&amp; ',
  );
  expect(html).toContain("Müller &amp; Söhne GmbH<br>https://example.org/imprint</p>");
  expect(html).toMatch(/bgcolor="#ffdd00".*color:#000000/);

  const answer = await fetch(`${host.api}/invitation`);
  const page = await answer.text();
  expect(page).toContain('<p class="brand">Müller &quot;&amp; Söhne&quot;</p>');
  expect(page).toContain("--key:#ffdd00;--key-ink:#000000;");
  expect(`${page}${html}${text}`).not.toContain("Usher");
  const policy = answer.headers.get("content-security-policy");
  expect(policy).toContain("img-src data:;");
  const style = /<style>(.*)<\/style>/s.exec(page)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(policy).toContain(`style-src 'sha256-${hash}';`);
});

/** An owner of a customer, and of another one below it. */
async function ownerOfTwo() {
  const admin = await theAdmin(host);
  const [email, id, below] = [newAddress("owner"), newId(), newId()];
  const people = [planFor(email, { roles: ["owner"] })];
  await admin.post("/v1/platform/customers", { id, displayName: "A", people });
  const token = tokenIn(await mailTo(email, host));
  await nobody(host).post("/v1/invitations/accept", { token });
  const owner = await aPerson(email, host);
  const inner = { id: below, displayName: "B", parentId: id, owner: owner.id };
  expect((await owner.post("/v1/customers", inner)).status).toBe(201);
  return { admin, owner, path: `/v1/customers/${below}` };
}

test("moves nothing to the top where self-service is off, but for administrators", async () => {
  const { admin, owner, path } = await ownerOfTwo();
  const { status, body } = await moveTo({ path }, null, owner);
  expect([status, body.code, body.registrationUrl]).toEqual([
    403,
    "self_service_off",
    registrationUrl,
  ]);
  await admin.put(`/v1/platform/admins/${owner.id}/roles/organization-admin`);
  expect((await moveTo({ path }, null, owner)).status).toBe(200);
});

test("a move to the top that waits for others lapses with the right to create customers there", async () => {
  const { admin, owner, path } = await ownerOfTwo();
  const second = await aPerson(undefined, host);
  expect((await owner.put(`${path}/members/${second.id}/roles/owner`)).status).toBe(200);
  await askFor({ path, owner }, 2);
  expect((await moveTo({ path }, null, owner)).body.code).toBe("self_service_off");
  const role = `/v1/platform/admins/${owner.id}/roles/organization-admin`;
  await admin.put(role);
  const asked = await moveTo({ path }, null, owner);
  expect(asked.status).toBe(202);
  expect((await admin.delete(role)).status).toBe(204);
  const lapsed = await until(async () => {
    const { body } = await owner.get(`${path}/access-requests/${asked.body.id}`);
    return body.state === "lapsed" && body;
  }, "the lapse");
  expect(lapsed.reason).toBe("Whoever asked may no longer ask for it");
});
