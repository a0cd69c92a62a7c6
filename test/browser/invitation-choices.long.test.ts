import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { button, heading, startBrowser, type Visit, visit } from "../support/browser.ts";
import { acceptedWith, previewOf, refusedWith } from "../support/invitation-answers.ts";
import {
  type InvitationSite,
  type Script,
  serveInvitation,
  token,
} from "../support/invitation-site.ts";

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

async function opened(script: Script): Promise<Visit> {
  site = await serveInvitation(script);
  return visit(browser, site.link());
}

const focused = (page: Page) => page.evaluate("document.activeElement.textContent");

/** Presses Tab until the button has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: string) {
  for (let presses = 0; presses < 10 && (await focused(page)) !== name; presses++)
    await page.keyboard.press("Tab");
  expect(await focused(page)).toBe(name);
}

const pending = previewOf();
const both = { preview: [pending], accept: [acceptedWith()], decline: [pending] };
const look = { verb: "preview", token };

test("sends nothing but the question what the link offers until somebody clicks", async () => {
  const { page, requests } = await opened(both);
  await heading(page, "Join Northwind Traders").waitFor();
  await page.waitForLoadState("networkidle");
  expect(await page.getByRole("status").textContent()).toBe("Join Northwind Traders");
  expect(requests).toEqual(["GET /invitation", "POST /v1/invitations/preview"]);
  expect(site.asked).toEqual([look]);
});

test("asks nothing at all about a link without all its parts", async () => {
  site = await serveInvitation(both);
  const { page } = await visit(browser, site.link(token.replace(/[^.]+$/, "")));
  await heading(page, "This link is incomplete").waitFor();
  expect(site.asked).toEqual([]);
});

test("accepts with the keyboard alone, and moves the reader to the welcome", async () => {
  const { page } = await opened(both);
  await tabTo(page, "Accept invitation");
  expect(await page.evaluate("getComputedStyle(document.activeElement).outline")).toMatch(
    /solid 3px/,
  );
  await page.keyboard.press("Enter");
  await heading(page, "Welcome to Northwind Traders").waitFor();
  expect(await focused(page)).toBe("Welcome to Northwind Traders");
  expect(site.asked).toEqual([look, { verb: "accept", token }]);
});

test("declines with the keyboard alone, after asking once more", async () => {
  const { page } = await opened(both);
  await tabTo(page, "Decline");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Decline this invitation?" }).waitFor();
  expect(site.asked).toEqual([look]);
  await tabTo(page, "Yes, decline");
  await page.keyboard.press("Enter");
  await heading(page, "You have declined").waitFor();
  expect(await focused(page)).toBe("You have declined");
  expect(site.asked).toEqual([look, { verb: "decline", token }]);
});

test("declines nothing when the reader goes back, and returns to where they were", async () => {
  const { page } = await opened(both);
  for (const back of ["Enter", "Escape"]) {
    await button(page, "Decline").click();
    expect(await focused(page)).toBe("No, go back");
    await page.keyboard.press(back);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await focused(page)).toBe("Decline");
  }
  expect(site.asked).toEqual([look]);
});

test("accepts once however often the button is clicked", async () => {
  const { page } = await opened({ preview: [pending], accept: ["silence"] });
  await button(page, "Accept invitation").dblclick();
  await button(page, "Accepting…").click({ clickCount: 3, force: true });
  await button(page, "Decline").click({ force: true });
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await page.getByRole("status").textContent()).toBe("Accepting…");
  expect(site.asked.filter(({ verb }) => verb === "accept")).toHaveLength(1);
});

test("accepts at the second try when the first got lost", async () => {
  const { page } = await opened({ preview: [pending], accept: ["cut", acceptedWith()] });
  await button(page, "Accept invitation").click();
  await page.getByRole("alert").getByText("It is safe to choose again.").waitFor();
  await button(page, "Accept invitation").click();
  await heading(page, "Welcome to Northwind Traders").waitFor();
});

test("shows the invitation at the second try when the first found nobody", async () => {
  const { page } = await opened({ preview: [refusedWith("unavailable"), pending] });
  await button(page, "Try again").click();
  await heading(page, "Join Northwind Traders").waitFor();
});
