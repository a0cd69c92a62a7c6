import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { openapi } from "../../shared/api/openapi.ts";
import { barriers } from "../support/accessibility.ts";
import { signIn } from "../support/api.ts";
import { devices, fitsWidth, picture, schemes, startBrowser, visit } from "../support/browser.ts";

const docs = `${inject("api")}/docs`;
let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});
afterAll(() => browser?.close());

/** Operations that the description has: what stands for four kinds of things is shown for each. */
const everything = Object.values(openapi().paths as Record<string, object>).flatMap((methods) =>
  Object.keys(methods),
).length;

/** Changes the scheme, and waits for the viewer to follow and for its colours to have come in. */
async function show(page: Page, colorScheme: (typeof schemes)[number]) {
  await page.emulateMedia({ colorScheme });
  const dark = colorScheme === "dark" ? ".dark-mode" : ":not(.dark-mode)";
  await page.locator(`html${dark}`).waitFor();
  const changing = () => page.evaluate<number>("document.getAnimations().length");
  await expect.poll(changing).toBe(0);
}

/** What the viewer itself leaves to be wished for. */
const viewersOwn = /^(heading-order|nested-interactive|region):/;
const own = ["GET /docs", "GET /docs/viewer.css", "GET /docs/viewer.js", "GET /openapi.json"];

test("shows every endpoint on every device in both schemes, asking nobody else for anything", async () => {
  const { page, requests, faults } = await visit(browser, docs, devices.phone);
  await page.locator("#operations-tag-invitations").click();
  await page.locator(".opblock").first().waitFor();
  for (const [device, { viewport }] of Object.entries(devices)) {
    await page.setViewportSize(viewport);
    expect(await fitsWidth(page)).toBe(true);
    for (const colorScheme of schemes) {
      await show(page, colorScheme);
      await picture(page, `docs-${device}-${colorScheme}`);
    }
  }
  for (const colorScheme of schemes) {
    await show(page, colorScheme);
    const ours = (await barriers(page)).filter((barrier) => !viewersOwn.test(barrier));
    expect(ours, colorScheme).toEqual([]);
  }
  const closed = page.locator(".opblock-tag[data-is-open=false]");
  while ((await closed.count()) > 0) await closed.first().click();
  await expect.poll(() => page.locator(".opblock").count()).toBe(everything);
  await page.setViewportSize(devices.phone.viewport);
  expect(await fitsWidth(page)).toBe(true);
  expect(requests.sort()).toEqual(own);
  expect(faults).toEqual([]);
});

test("leads from a problem's type to what its code means, and from the list at the side to an operation", async () => {
  const { page, faults } = await visit(browser, `${docs}#invitation_ended`);
  await page.locator(".opblock-tag").first().waitFor();
  const line = page.getByRole("row", { name: "invitation_ended 409" });
  await line.waitFor();
  await expect
    .poll(() => line.boundingBox().then((box) => box && box.y >= 0 && box.y < 800))
    .toBe(true);

  await page.getByRole("searchbox", { name: "Find an operation" }).fill("resend mail");
  await page.getByText(`1 of ${everything} operations`).waitFor();
  await page.getByRole("navigation").getByRole("button").click();
  const block = page.locator(".opblock.is-open");
  await block.getByText("/v1/customers/{customer}/invitations/{invitation}/resend").waitFor();
  expect(new URL(page.url()).hash).toBe("#/invitations/invitations.resend");
  expect(await page.evaluate("document.activeElement.closest('.opblock.is-open') !== null")).toBe(
    true,
  );
  await block.getByRole("tab", { name: "Schema" }).first().click();
  expect(faults).toEqual([]);
});

test("tries the operation that its address names out with the reader's token", async () => {
  const { email, token } = await signIn();
  const { page, faults } = await visit(browser, `${docs}#/me/me.get`);
  await page.locator(".opblock").first().waitFor();
  await page.getByRole("button", { name: "Authorize", exact: true }).click();
  await page.getByRole("textbox", { name: "auth-bearer-value" }).fill(token);
  await page.getByRole("button", { name: "Apply credentials" }).click();
  await page.getByRole("button", { name: "Close", exact: true }).last().click();
  const block = page.locator(".opblock.is-open");
  await block.getByRole("button", { name: "Try it out" }).click();
  await block.getByRole("button", { name: "Execute" }).click();
  await block.getByText(email).first().waitFor();
  expect(faults).toEqual([]);
});
