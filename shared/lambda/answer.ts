import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { Contract } from "../api/contract.ts";
import { Refusal, statusOf, titleOf } from "../model/refusal.ts";
import type { Page } from "./use-case.ts";

/** On every answer: nothing here is for caches, frames or guessing browsers. */
const always = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

/** What was promised, and nothing else: parsing drops every field that the contract does not name. */
export function success(
  contract: Contract,
  result: unknown,
  requestId: string,
): APIGatewayProxyStructuredResultV2 {
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
  return {
    statusCode: contract.status ?? 200,
    headers: { ...headers, "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}

const lists = new Map<z.ZodMiniType, z.ZodMiniType>();

/** A page of what a schema describes; each is built once, since building costs more than parsing. */
function listOf(schema: z.ZodMiniType): z.ZodMiniType {
  const list =
    lists.get(schema) ?? z.object({ items: z.array(schema), nextCursor: z.optional(z.string()) });
  lists.set(schema, list);
  return list;
}

export const etagOf = (version: number) => `"${version}"`;

function shown(media: string, { page, headers }: Page, requestId: string) {
  return {
    statusCode: 200,
    headers: { ...always, "content-type": media, "x-request-id": requestId, ...headers },
    body: page,
  };
}

/** A refusal as problem details (RFC 9457). An error nobody foresaw says nothing but where to look for it. */
export function problem(error: unknown, requestId: string): APIGatewayProxyStructuredResultV2 {
  const refusal = error instanceof Refusal ? error : new Refusal("internal");
  const { errors, retryAfter, allow, about } = refusal.details;
  const status = statusOf(refusal.code);
  return {
    statusCode: status,
    headers: {
      ...always,
      "content-type": "application/problem+json",
      "x-request-id": requestId,
      ...(status === 401 && { "www-authenticate": 'Bearer realm="usher"' }),
      ...((retryAfter ?? status === 503) && { "retry-after": String(retryAfter ?? 2) }),
      ...(allow && { allow: allow.join(", ") }),
    },
    body: JSON.stringify({
      type: `/docs#${refusal.code}`,
      title: titleOf(refusal.code),
      status,
      detail: refusal.message,
      code: refusal.code,
      requestId,
      ...about,
      ...(errors && { errors }),
    }),
  };
}
