import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";

/** The description is made of the contracts when the bundle is built, and lies beside it. */
export const run = useCase(api.system.openapi, async () => ({
  page: await readFile(join(import.meta.dirname, "openapi.json"), "utf8"),
}));
