import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { Contract } from "../api/contract.ts";
import { perObject } from "../model/per-object.ts";
import { always } from "./problem.ts";
import type { Page } from "./use-case.ts";

/** What was promised, and nothing else: parsing drops every field that the contract does not name. */
export function success(
  contract: Contract,
  result: unknown,
  requestId: string,
  query: Record<string, string | undefined> = {},
): APIGatewayProxyStructuredResultV2 {
  if (contract.media && contract.lists && contract.returns)
    return shown(contract.media, linesOf(contract.returns(), result, query), requestId);
  if (contract.media) return shown(contract.media, result as Page, requestId);
  const headers: Record<string, string> = {
    ...always,
    "x-request-id": requestId,
  };
  if (!contract.returns) return { statusCode: contract.status ?? 204, headers };
  const schema = contract.returns();
  const body = contract.lists ? listOf(schema).parse(result) : schema.parse(result);
  const { version } = body as { version?: unknown };
  if (typeof version === "number") headers.etag = etagOf(version);
  const { dryRun = false } = body as { dryRun?: boolean };
  return {
    statusCode: dryRun ? 200 : (contract.status ?? 200),
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

/** A page of what a schema describes; each is built once, since building costs more than parsing. */
const listOf = perObject((schema: z.ZodMiniType) =>
  z.object({ items: z.array(schema), nextCursor: z.optional(z.string()) }),
);

/** A page as lines of JSON. What leads to the next one is read from where this one was found (RFC 8288). */
function linesOf(
  schema: z.ZodMiniType,
  result: unknown,
  query: Record<string, string | undefined>,
): Page {
  const { items, nextCursor } = listOf(schema).parse(result) as {
    items: unknown[];
    nextCursor?: string;
  };
  const page = items.map((item) => `${JSON.stringify(item)}\n`).join("");
  if (nextCursor === undefined) return { page };
  const next = new URLSearchParams({ ...(query as Record<string, string>), cursor: nextCursor });
  return { page, headers: { link: `<?${next}>; rel="next"` } };
}

export const etagOf = (version: number) => `"${version}"`;

function shown(media: string, { page, headers }: Page, requestId: string) {
  return {
    statusCode: 200,
    headers: { ...always, "content-type": media, "x-request-id": requestId, ...headers },
    body: page,
  };
}
