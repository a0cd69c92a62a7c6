import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { browserHeaders } from "../../shared/lambda/web-page.ts";
import { Refusal } from "../../shared/model/refusal.ts";

/** Found like any package: in this checkout, and in `node_modules` beside the bundle. */
const packages = createRequire(join(import.meta.dirname, "index.js"));

const files = new Map([
  ["viewer.js", { file: "swagger-ui-dist/swagger-ui-bundle.js", type: "text/javascript" }],
  ["viewer.css", { file: "swagger-ui-dist/swagger-ui.css", type: "text/css" }],
]);

/** The viewer that /docs is shown with, from this host so that nothing is asked for elsewhere. */
export const run = useCase(api.system.asset, async ({ params }) => {
  const known = files.get(params.asset);
  if (!known) throw new Refusal("not_found");
  return {
    page: await readFile(packages.resolve(known.file), "utf8"),
    headers: {
      ...browserHeaders,
      "content-type": `${known.type}; charset=utf-8`,
      "cache-control": "public, max-age=86400",
    },
  };
});
