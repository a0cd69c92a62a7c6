import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium without a window. */
export function startBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`${executablePath} is missing: apt-get install chromium, or set CHROMIUM`);
  return chromium.launch({ executablePath, args: flags });
}

export const devices = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
} satisfies Record<string, BrowserContextOptions>;

export const schemes = ["light", "dark"] as const;

/** A page in a browser profile of its own, and what it did beyond showing itself. */
export interface Visit {
  page: Page;
  /** `<method> <path>` of every request, in order; other origins with their whole address. */
  requests: string[];
  /** Errors of the script and breaches of the content security policy. */
  faults: string[];
}

/** Opens an address. It ends with the context: `visit.page.context().close()`. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = devices.desktop,
): Promise<Visit> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const { origin } = new URL(url);
  const requests: string[] = [];
  const faults: string[] = [];
  page.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol === "data:") return;
    const place = address.origin === origin ? address.pathname : address.href;
    requests.push(`${request.method()} ${place}`);
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) faults.push(message.text());
  });
  await page.goto(url);
  return { page, requests, faults };
}

/** The one heading that says what the page shows now. */
export const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

export const button = (page: Page, name: string) => page.getByRole("button", { name });

const pictures = join(import.meta.dirname, "../../.usher/pictures");

/** Keeps a picture for people to look at: of the whole page, or of what a dialog covers. */
export async function picture(page: Page, name: string) {
  await mkdir(pictures, { recursive: true });
  const fullPage = (await page.locator("dialog[open]").count()) === 0;
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
}

/** True when nothing sticks out at the side. */
export const fitsWidth = (page: Page) =>
  page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
