import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { Refusal, statusOf, titleOf } from "../model/refusal.ts";

/** On every answer: nothing here is for caches, guessing browsers or lines that others read along. */
export const always = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "strict-transport-security": "max-age=31536000",
};

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
