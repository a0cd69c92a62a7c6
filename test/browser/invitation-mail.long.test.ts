import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { barriers } from "../support/accessibility.ts";
import { newId } from "../support/api.ts";
import { button, devices, heading, startBrowser, visit } from "../support/browser.ts";
import { aCustomer, aMember, anInvitation, aProject } from "../support/given.ts";
import { mailTo } from "../support/inbox.ts";
import { disable, disableCustomer, sentAgo } from "../support/invite.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(() => browser?.close());

/** The link as the newest mail to an address has it. */
async function linkTo(email: string, count = 1): Promise<string> {
  const mail = await mailTo(email, undefined, { count });
  const [link = ""] = /^\S+\/invitation#\S+$/m.exec(mail.body.text) ?? [];
  return link;
}

const press = (page: Page, name: string) => button(page, name).click();

/** Opens a link on a phone and waits for what it says. */
async function opens(link: string, says: string) {
  const opened = await visit(browser, link, devices.phone);
  await heading(opened.page, says).waitFor();
  return opened;
}

test("accepts the invitation of a mail, once and for all", async () => {
  const customer = await aCustomer();
  const { owner, path } = customer;
  const project = await aProject(customer);
  const message = "Welcome <b>aboard</b>!";
  const projects = [{ project: project.id, role: "reader" }];
  const { email } = await anInvitation(customer, { projects, message });
  const link = await linkTo(email);
  const { page, requests, faults } = await opens(link, `Join Customer ${customer.id}`);
  for (const text of ["Employee", `Project ${project.id} Project Reader`, email, message])
    await page.getByRole("main").getByText(text).first().waitFor();
  expect(await barriers(page)).toEqual([]);
  const before = await owner.get(`${path}/members`);
  expect(before.body.items).toHaveLength(1);

  await press(page, "Accept invitation");
  await heading(page, `Welcome to Customer ${customer.id}`).waitFor();
  await page.getByText(`sign in as ${email}`).waitFor();
  const after = await owner.get(`${path}/members`);
  expect(after.body.items).toHaveLength(2);
  expect(requests).toEqual([
    "GET /invitation",
    "POST /v1/invitations/preview",
    "POST /v1/invitations/accept",
  ]);
  expect(faults).toEqual([]);
  await opens(link, "You have already accepted");
});

test("declines the invitation of a mail", async () => {
  const customer = await aCustomer();
  const { id, email } = await anInvitation(customer);
  const link = await linkTo(email);
  const { page } = await opens(link, `Join Customer ${customer.id}`);
  await press(page, "Decline");
  await press(page, "Yes, decline");
  await heading(page, "You have declined").waitFor();
  const { body } = await customer.owner.get(`${customer.path}/invitations/${id}`);
  expect(body.state).toBe("declined");
  await opens(link, "This invitation was declined");
});

test("says that an invitation was withdrawn", async () => {
  const customer = await aCustomer();
  const { id, email } = await anInvitation(customer);
  await customer.owner.delete(`${customer.path}/invitations/${id}`);
  await opens(await linkTo(email), "This invitation was withdrawn");
});

test("says that an invitation has expired", async () => {
  const customer = await aCustomer();
  const { id, email } = await anInvitation(customer);
  const expiresAt = new Date(Date.now() - 60_000).toISOString();
  await sentAgo({ customer: customer.id, id }, 2, { expiresAt });
  await opens(await linkTo(email), "This invitation has expired");
});

test("opens the newest mail's link only", async () => {
  const customer = await aCustomer();
  const { id, email } = await anInvitation(customer);
  const first = await linkTo(email);
  await sentAgo({ customer: customer.id, id }, 2);
  await customer.owner.post(`${customer.path}/invitations/${id}/resend`);
  const second = await linkTo(email, 2);
  await opens(first, "This link does not work");
  await opens(second, `Join Customer ${customer.id}`);
});

test("lets a paused customer's invitation wait", async () => {
  const customer = await aCustomer();
  const { email } = await anInvitation(customer);
  const { page } = await opens(await linkTo(email), `Join Customer ${customer.id}`);
  await disableCustomer(customer.id);
  await press(page, "Accept invitation");
  await page.getByRole("alert").getByText("is paused at the moment").waitFor();
});

test("says why an invitation can no longer be accepted", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const { email } = await anInvitation({ ...customer, owner: admin });
  const { page } = await opens(await linkTo(email), `Join Customer ${customer.id}`);
  await disable(admin.id);
  await press(page, "Accept invitation");
  await heading(page, "This invitation cannot be accepted").waitFor();
  expect(await page.locator(".notice").textContent()).toMatch(/\w+ \w+/);
});

test("knows nothing of links that somebody made up", async () => {
  const made = `${inject("api")}/invitation#${newId()}.inv_01K0XJ3V8Q6Z5M4N3P2R1S0T9V.c2VjcmV0`;
  await opens(made, "This link does not work");
});
