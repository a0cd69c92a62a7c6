import { join } from "node:path";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { webPage } from "../../shared/lambda/web-page.ts";
import { lazy } from "../../shared/model/lazy.ts";
import { refusalCodes, statusOf, titleOf } from "../../shared/model/refusal.ts";

const page = lazy(() => {
  const { page, headers } = webPage({
    folder: join(import.meta.dirname, "docs"),
    styles: ["room.css", "side.css", "operations.css"],
    scripts: ["index.js", "docs.js"],
    sources: {
      "style-src": "'self'",
      "script-src": "'self'",
      "connect-src": "'self'",
      "img-src": "'self' data:",
    },
  });
  return { page: page.replace("<tbody></tbody>", () => `<tbody>${refusals()}</tbody>`), headers };
});

/** What a problem's `type` points to: a line of the page for every code. */
const refusals = () =>
  refusalCodes
    .map(
      (code) =>
        `<tr id="${code}"><th scope="row"><code>${code}</code></th><td>${statusOf(code)}</td><td>${titleOf(code)}</td></tr>`,
    )
    .join("\n");

/** The API for people to read and try: the description at /openapi.json, in a viewer. */
export const run = useCase(api.system.docs, async () => page());
