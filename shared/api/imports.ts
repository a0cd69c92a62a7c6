import { ImportedLines, ImportQuery, ImportResult } from "../model/imported-line.ts";
import { contract } from "./contract.ts";

/** Moving in: what an export says, or another system, made here. */
export const imports = {
  create: contract({
    method: "POST",
    path: "/v1/platform/imports",
    summary:
      "Imports up to 500 lines of customers, people, projects and things, with a result for each; sending them again changes nothing more",
    allows: ["platform.import"],
    query: ImportQuery,
    body: ImportedLines,
    returns: ImportResult,
    largest: 1024 * 1024,
  }),
};
