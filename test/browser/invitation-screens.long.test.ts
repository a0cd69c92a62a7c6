import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { barriers } from "../support/accessibility.ts";
import { devices, fitsWidth, picture, schemes, startBrowser, visit } from "../support/browser.ts";
import { screens } from "../support/invitation-screens.ts";
import { serveInvitation } from "../support/invitation-site.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

test.each(screens)("shows $name to everybody, on every device, in both schemes", async (screen) => {
  const { script, fragment, act, heading, says } = screen;
  const site = await serveInvitation(script);
  const { page, requests, faults } = await visit(browser, site.link(fragment), devices.phone);
  await act?.(page);

  await page.getByRole("heading", { level: 1, name: heading, includeHidden: true }).waitFor();
  await page.getByText(says).first().waitFor();
  expect(await page.title()).toBe(`${heading} · Usher`);
  expect(faults).toEqual([]);
  expect(requests.filter((request) => !request.includes(" /"))).toEqual([]);
  for (const [device, { viewport }] of Object.entries(devices)) {
    await page.setViewportSize(viewport);
    expect(await fitsWidth(page)).toBe(true);
    // The scheme that a device ends with is the one that is looked at for barriers: both are.
    for (const colorScheme of device === "phone" ? schemes : schemes.toReversed()) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await picture(page, `invitation-${screen.name}-${device}-${colorScheme}`);
    }
    expect(await barriers(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 568 });
  expect(await fitsWidth(page)).toBe(true);
  await page.context().close();
  await site.close();
});
