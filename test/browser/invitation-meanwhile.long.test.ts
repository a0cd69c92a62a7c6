import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { button, heading, startBrowser, type Visit, visit } from "../support/browser.ts";
import { acceptedWith, previewOf, refusedWith } from "../support/invitation-answers.ts";
import {
  type InvitationSite,
  type Reply,
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

const pending = previewOf();

test.each([
  ["accepted", "You have already accepted"],
  ["declined", "This invitation was declined"],
  ["expired", "This invitation has expired"],
] as const)("says that it was %s meanwhile when a choice comes too late", async (state, name) => {
  const late = [pending, previewOf({ state })];
  const { page } = await opened({ preview: late, accept: [refusedWith("invitation_ended")] });
  await button(page, "Accept invitation").click();
  await heading(page, name).waitFor();
});

test("says that the link was replaced when that happens before the choice", async () => {
  const gone = refusedWith("invitation_not_found");
  const { page } = await opened({ preview: [pending], accept: [gone] });
  await button(page, "Accept invitation").click();
  await heading(page, "This link does not work").waitFor();
});

test.each(["customer_disabled", "customer_closing"] as const)(
  "lets an invitation wait that meets %s, and takes the same choice later",
  async (code) => {
    const { page } = await opened({
      preview: [pending],
      accept: [refusedWith(code), acceptedWith()],
    });
    await button(page, "Accept invitation").click();
    await page.getByRole("alert").getByText("is paused at the moment").waitFor();
    await button(page, "Accept invitation").click();
    await heading(page, "Welcome to Northwind Traders").waitFor();
  },
);

const otherToken = token.replace("northwind", "contoso");
const other = previewOf({ customer: { id: "contoso", displayName: "Contoso" } });

test.each(["preview", "accept"] as const)(
  "forgets the answer to an earlier link's %s when another link is pasted over it",
  async (verb) => {
    const late = Promise.withResolvers<Reply>();
    const { page } = await opened(
      verb === "preview"
        ? { preview: [late.promise, other] }
        : { preview: [pending, other], accept: [late.promise] },
    );
    if (verb === "accept") await button(page, "Accept invitation").click();
    const earlier = page.waitForResponse((response) => response.url().endsWith(`/${verb}`));
    await page.goto(site.link(otherToken));
    await heading(page, "Join Contoso").waitFor();
    late.resolve(verb === "preview" ? pending : acceptedWith());
    await earlier.then((response) => response.finished());
    await page.waitForLoadState("networkidle");
    expect(await page.title()).toBe("Join Contoso · Usher");
    expect(site.asked.at(-1)).toEqual({ verb: "preview", token: otherToken });
  },
);
