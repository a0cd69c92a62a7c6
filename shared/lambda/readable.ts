import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { readableAddress } from "../model/email-address.ts";

/** Fields that hold an e-mail address. */
const addresses = ["email", "username", "address"];

/** Fields in which callers keep what they like. */
const free = ["attributes", "tags"];

/** An answer for people: domains of addresses, which are kept, compared and written to in Punycode, in their own letters. */
export function readable(
  answer: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  const { body, headers } = answer;
  if (!body?.includes("xn--") || !String(headers?.["content-type"]).includes("json")) return answer;
  const lines = body.split("\n").map((line) => line && JSON.stringify(shown(JSON.parse(line))));
  return { ...answer, body: lines.join("\n") };
}

function shown(value: unknown, field = ""): unknown {
  if (typeof value === "string") return addresses.includes(field) ? inLetters(value) : value;
  if (value === null || typeof value !== "object" || free.includes(field)) return value;
  if (Array.isArray(value)) return value.map((one) => shown(one, field));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shown(one, name)]));
}

const inLetters = (text: string) => (text.includes("@") ? readableAddress(text) : text);
