import type { Answer } from "../answer.ts";

type Result = {
  statusCode: number;
  headers?: Record<string, string | number | boolean>;
  cookies?: string[];
  body?: string;
  isBase64Encoded?: boolean;
};

/** An answer that API Gateway makes by itself. */
export const ownAnswer = (status: number, message: string): Answer => ({
  status,
  headers: { "content-type": "application/json" },
  body: Buffer.from(JSON.stringify({ message })),
});

/** Reads a function's result as payload format 2.0 does; a result that is none is an internal error. */
export function answerOf(result: unknown): Answer {
  if (!isResult(result)) {
    if (result && typeof result === "object" && "statusCode" in result) {
      return ownAnswer(500, "Internal Server Error");
    }
    const body = Buffer.from(typeof result === "string" ? result : JSON.stringify(result ?? ""));
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const { statusCode, headers = {}, cookies, body = "", isBase64Encoded } = result;
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  return {
    status: statusCode,
    headers: {
      ...(body && { "content-type": "text/plain;charset=UTF-8" }),
      ...Object.fromEntries(own),
      ...(cookies && { "set-cookie": cookies }),
    },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
}

function isResult(result: unknown): result is Result {
  if (typeof result !== "object" || result === null) return false;
  const { statusCode, body } = result as Partial<Result>;
  const whole =
    Number.isInteger(statusCode) && Number(statusCode) >= 100 && Number(statusCode) < 600;
  return whole && (body === undefined || body === null || typeof body === "string");
}
