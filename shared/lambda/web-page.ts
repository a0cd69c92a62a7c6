import { hash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Shown } from "../api/contract.ts";

/** A folder with `page.html` and the parts that go into its style and its script, in their order. */
export interface PageSource {
  folder: string;
  styles: readonly string[];
  scripts: readonly string[];
  /** Sources that the page may use besides itself, by directive of its content security policy. */
  sources?: Record<string, string>;
  /** What becomes of `page.html` before the parts go into it. */
  change?: (document: string) => string;
  /** Style that goes behind those of the folder. */
  style?: string | undefined;
}

/** For every answer to a browser: it is what its type says, and nobody learns where the reader comes from. */
export const browserHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** Joins the parts to one document that runs its own style and script and nothing else. */
export function webPage(source: PageSource): Required<Shown> {
  const { folder, styles, scripts, sources = {}, change = (document) => document } = source;
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const style = [...styles.map(read), source.style ?? ""].join("\n");
  const script = asOneScript(scripts.map(read));
  const page = change(read("page.html"))
    .replace("<style></style>", () => `<style>${style}</style>`)
    .replace('<script type="module"></script>', () => `<script type="module">${script}</script>`);
  const policy = {
    "default-src": "'none'",
    ...sources,
    "style-src": [hashOf(style), sources["style-src"]].filter(Boolean).join(" "),
    "script-src": [hashOf(script), sources["script-src"]].filter(Boolean).join(" "),
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
  };
  return { page, headers: headersFor(policy) };
}

/** Modules are for their readers; in one script each sees what stands above it. */
const asOneScript = (modules: string[]) =>
  modules
    .join("\n")
    .replace(/^import .*;$/gm, "")
    .replace(/^export /gm, "");

const hashOf = (text: string) => `'sha256-${hash("sha256", text, "base64")}'`;

const headersFor = (policy: Record<string, string>) => ({
  ...browserHeaders,
  "content-security-policy": Object.entries(policy)
    .map((directive) => directive.join(" "))
    .join("; "),
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": refused.map((feature) => `${feature}=()`).join(", "),
  "cache-control": "no-store",
  "x-robots-tag": "noindex",
});

const refused = [
  "accelerometer",
  "camera",
  "display-capture",
  "fullscreen",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "payment",
  "publickey-credentials-get",
  "usb",
];
