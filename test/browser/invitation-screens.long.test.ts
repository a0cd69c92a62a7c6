import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { LetterContent } from "../../shared/mail/letter.ts";
import { compose, lettersOf } from "../shared/mail/samples.ts";
import { barriers } from "../support/accessibility.ts";
import { devices, fitsWidth, picture, schemes, startBrowser, visit } from "../support/browser.ts";
import { screens } from "../support/invitation-screens.ts";
import { serveInvitation } from "../support/invitation-site.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());
afterEach(() => vi.unstubAllEnvs());

/** The page of a deployment of its own. */
async function pageOf(name: string, colour: string) {
  vi.stubEnv("BRAND_NAME", name);
  vi.stubEnv("BRAND_COLOUR", colour);
  vi.resetModules();
  const { run } = await import("../../functions/invitations/page.ts");
  const { page, headers = {} } = await run.run({} as never);
  return { body: page, headers: { ...headers, "content-type": "text/html; charset=utf-8" } };
}

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

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="160" height="40"><path d="M0 40 20 0l20 40z" fill="#12305c"/><text x="50" y="28" font-size="22" fill="#12305c">Müller</text></svg>`;

/** Looks at a page on every device, in both schemes. */
async function lookAt(page: Page, what: string) {
  for (const [device, { viewport }] of Object.entries(devices)) {
    await page.setViewportSize(viewport);
    expect(await fitsWidth(page)).toBe(true);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await picture(page, `${what}-${device}-${colorScheme}`);
      if (device === "phone") expect(await barriers(page), colorScheme).toEqual([]);
    }
  }
}

test.each([
  { colour: "#12305c", name: "Müller & Söhne", logo: "https://cdn.example.org/logo.svg" },
  { colour: "#ffdd00", name: "Society of Friends of Longlasting Things" },
])("has the colour $colour and the name of the deployer, as letters have", async (brand) => {
  const { colour, name } = brand;
  const pending = screens.find((screen) => screen.name === "pending");
  const site = await serveInvitation(pending?.script ?? {}, await pageOf(name, colour));
  const { page, faults } = await visit(browser, site.link(), devices.phone);
  await page.getByRole("heading", { level: 1, name: "Join Northwind Traders" }).waitFor();
  expect(await page.title()).toBe(`Join Northwind Traders · ${name}`);
  await lookAt(page, `brand-page-${colour.slice(1)}`);
  expect(faults).toEqual([]);
  await site.close();

  await page.goto("about:blank");
  await page.route("https://cdn.example.org/**", (route) =>
    route.fulfill({ contentType: "image/svg+xml", body: svg }),
  );
  const [letter] = lettersOf(() => "Ada Lovelace") as [LetterContent];
  const footer = "1 Road, Berlin\nhttps://example.org/imprint";
  const { html } = compose(letter, { ...brand, footer });
  // Mail programs show a letter in the main part of their page.
  await page.setContent(html.replace(/(<body.*?>)(.*)<\/body>/s, "$1<main>$2</main></body>"));
  await lookAt(page, `brand-mail-${colour.slice(1)}`);
  await page.context().close();
});
