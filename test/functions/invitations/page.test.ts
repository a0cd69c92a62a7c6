import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { webAnswer } from "../../support/web-answer.ts";

const { body, headers } = await webAnswer("GET /invitation");
const policy = new Map(
  headers["content-security-policy"]?.split("; ").map((directive) => {
    const [name = "", ...sources] = directive.split(" ");
    return [name, sources.join(" ")];
  }),
);
const between = (start: string, end: string) =>
  body.slice(body.indexOf(start) + start.length, body.indexOf(end));
const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

test("lets the browser run the page's own style and script and nothing else", () => {
  expect(Object.fromEntries(policy)).toEqual({
    "default-src": "'none'",
    "style-src": hashOf(between("<style>", "</style>")),
    "script-src": hashOf(between('<script type="module">', "</script>")),
    "connect-src": "'self'",
    "img-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
  });
});

test("keeps the link to itself: no referrer, no store, no frame, no search engine", () => {
  expect(headers).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(headers["permissions-policy"]).toContain("geolocation=()");
});

test("is complete in itself", () => {
  expect(body).not.toMatch(/<script[^>]* src=|<link[^>]*stylesheet|@import|url\(/);
  expect(body).not.toMatch(/^(import|export) /m);
  expect(body.match(/<style>/g)).toHaveLength(1);
  expect(body.match(/<script/g)).toHaveLength(1);
});

test("is shown whatever a mail program or a tracker adds to its address", async () => {
  const { status, body: shown } = await webAnswer("GET /invitation?utm_source=mail&x");
  expect([status, shown]).toEqual([200, body]);
});
