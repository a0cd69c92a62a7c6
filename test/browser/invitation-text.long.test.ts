import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { InvitationPreview } from "../../shared/model/invitation-link.ts";
import { devices, fitsWidth, picture, startBrowser, visit } from "../support/browser.ts";
import { acceptedWith, previewOf } from "../support/invitation-answers.ts";
import { type InvitationSite, serveInvitation } from "../support/invitation-site.ts";

let browser: Browser;
let site: InvitationSite;
beforeAll(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await site.close();
});
afterAll(() => browser?.close());

const html = "<img src=x onerror=alert(1)><b>bold</b>";
const typed: Partial<InvitationPreview> = {
  customer: { id: "northwind", displayName: `${html} Traders` },
  inviter: { displayName: `${html} Hopper` },
  firstName: html,
  lastName: `</h1>${html}`,
  message: `${html}\n</blockquote><script>alert(1)</script>`,
  roles: ["constructor"],
  roleNames: [`${html} Auditor`],
  projects: [
    {
      project: "apollo",
      displayName: `${html} Apollo`,
      role: "constructor",
      roleName: `${html} Pilot`,
    },
  ],
};

test("shows markup in names and messages as the text it is", async () => {
  const skipped = [{ kind: "project", id: html, reason: `is ${html}` }];
  site = await serveInvitation({
    preview: [previewOf(typed)],
    accept: [acceptedWith({ skipped })],
  });
  const { page, requests, faults } = await visit(browser, site.link());
  for (const text of [
    `Join ${html} Traders`,
    `${html} Hopper would like`,
    `${html} Auditor`,
    `${html} Apollo ${html} Pilot`,
  ])
    await page.getByRole("main").getByText(text).waitFor();
  await page.getByText("</blockquote><script>alert(1)</script>").waitFor();
  // A name that every object of JavaScript knows means nothing as a role.
  expect(await page.getByText("native code").count()).toBe(0);
  await page.getByRole("button", { name: "Accept invitation" }).click();
  await page.getByText(`Project ${html} is ${html}`).waitFor();
  expect(await page.locator("main :is(img, script)").count()).toBe(0);
  expect(await page.getByText("bold", { exact: true }).count()).toBe(0);
  expect(requests).toHaveLength(3);
  expect(faults).toEqual([]);
});

test("makes no link of a sign-in address that is no web address", async () => {
  const preview = [previewOf({ state: "accepted", signInUrl: "javascript:alert(1)" })];
  site = await serveInvitation({ preview });
  const { page } = await visit(browser, site.link());
  await page.getByText("Open the application you use with").waitFor();
  expect(await page.getByRole("link").count()).toBe(0);
});

test("links to the sign-in page that the deployer named", async () => {
  const preview = [previewOf({ state: "accepted", signInUrl: "https://app.example.org/in" })];
  site = await serveInvitation({ preview });
  const { page } = await visit(browser, site.link());
  const link = page.getByRole("link", { name: "Sign in" });
  expect(await link.getAttribute("href")).toBe("https://app.example.org/in");
});

test("writes instants in the reader's language and time zone", async () => {
  const preview = [previewOf({ expiresAt: "2126-11-28T23:40:00.000Z" })];
  site = await serveInvitation({ preview });
  const reader = { locale: "de-DE", timezoneId: "Asia/Tokyo" };
  const { page } = await visit(browser, site.link(), reader);
  const time = page.getByText("29. November 2126 um 08:40");
  expect(await time.getAttribute("datetime")).toBe("2126-11-28T23:40:00.000Z");
  expect(await time.getAttribute("lang")).toBe("de-DE");
});

test("explains itself where JavaScript is switched off", async () => {
  site = await serveInvitation({});
  const { page } = await visit(browser, site.link(), { javaScriptEnabled: false });
  await page.getByRole("heading", { name: "JavaScript is switched off" }).waitFor();
  await picture(page, "invitation-without-script");
});

test.each([
  ["reduce", "0s"],
  ["no-preference", "0.9s"],
] as const)("moves the door as the reader's settings say: %s", async (reducedMotion, duration) => {
  site = await serveInvitation({ preview: [previewOf()] });
  const { page } = await visit(browser, site.link(), { reducedMotion });
  const door = 'getComputedStyle(document.querySelector(".leaf")).transitionDuration';
  expect(await page.evaluate(door)).toBe(duration);
});

const long = previewOf({
  customer: { id: "northwind", displayName: "Donaudampfschifffahrtsgesellschaft".repeat(7) },
  inviter: { displayName: "W".repeat(255) },
  email: `${"a".repeat(64)}@${"b".repeat(60)}.example.org`,
  roles: ["owner", "admin", "employee"],
  roleNames: ["Owner", "r".repeat(255), "Employee"],
  projects: Array.from({ length: 20 }, (_, index) => ({
    project: "p".repeat(32),
    displayName: `${index}${"x".repeat(254)}`,
    role: "user",
    roleName: "u".repeat(255),
  })),
  message: "y".repeat(500),
});

const widths = {
  narrow: { viewport: { width: 320, height: 568 } },
  zoomed: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
  ...devices,
};

test.each(Object.entries(widths))("wraps the longest names: %s", async (name, device) => {
  site = await serveInvitation({ preview: [long] });
  const { page } = await visit(browser, site.link(), device);
  await page.getByRole("button", { name: "Accept invitation" }).waitFor();
  await picture(page, `invitation-longest-${name}`);
  expect(await fitsWidth(page)).toBe(true);
});
