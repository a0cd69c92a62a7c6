import { expect, test } from "vitest";
import { refusalCodes } from "../../../shared/model/refusal.ts";
import { webAnswer } from "../../support/web-answer.ts";

/** Lambda answers at most 6 MB, counted after the body became a JSON string. */
const largest = 5_000_000;

test("shows the documentation with scripts and styles of this host alone", async () => {
  const { headers } = await webAnswer("GET /docs");
  const policy = headers["content-security-policy"];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/; script-src 'sha256-\S+' 'self'; /);
  expect(policy).toMatch(/; style-src 'sha256-\S+' 'self'; /);
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test("explains every refusal under the address that problems point to", async () => {
  const { body } = await webAnswer("GET /docs");
  for (const code of refusalCodes) expect(body).toContain(`<tr id="${code}">`);
});

test.each([
  ["viewer.js", "text/javascript; charset=utf-8"],
  ["viewer.css", "text/css; charset=utf-8"],
])("serves %s in one answer, to be kept for a day", async (asset, type) => {
  const { status, headers, body } = await webAnswer("GET /docs/{asset}", { asset });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    "content-type": type,
    "cache-control": "public, max-age=86400",
    "x-content-type-options": "nosniff",
  });
  expect(body.length).toBeGreaterThan(100_000);
  expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(largest);
});

test.each(["index.js", "../index.js", "swagger-ui.css", "viewer.js.map", "constructor"])(
  "has no file called %s for anybody",
  async (asset) => {
    const { status, body } = await webAnswer("GET /docs/{asset}", { asset });
    expect(status).toBe(404);
    expect(JSON.parse(body)).toMatchObject({ code: "not_found" });
  },
);
