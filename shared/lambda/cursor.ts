import { hash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Contract } from "../api/contract.ts";
import { Refusal } from "../model/refusal.ts";

type Asked = Pick<APIGatewayProxyEventV2, "pathParameters" | "queryStringParameters">;

/** Which list was asked for, of whom and how narrowed: a cursor is good for the very same question only. */
function questionOf(contract: Contract, { pathParameters, queryStringParameters }: Asked): string {
  const { limit: _, cursor: __, ...filters } = queryStringParameters ?? {};
  const question = [contract.path, pathParameters ?? {}, Object.entries(filters).sort()];
  return hash("sha256", JSON.stringify(question), "base64url").slice(0, 8);
}

/** The cursor to go on with after a position in a list. */
export const sealCursor = (position: string, contract: Contract, asked: Asked) =>
  Buffer.from(`${questionOf(contract, asked)}${position}`).toString("base64url");

/** Bytes that a position may have: with what stands before it, the table takes a sort key of 1,024. */
const positionBytes = 800;

const isPosition = (text: string) =>
  /^\P{Cc}+$/u.test(text) && Buffer.byteLength(text) <= positionBytes;

/** The position inside a cursor; refuses one that is broken or belongs to another question. */
export function openCursor(cursor: string, contract: Contract, asked: Asked): string {
  const question = questionOf(contract, asked);
  const text = Buffer.from(cursor, "base64url").toString();
  const position = text.slice(question.length);
  if (text.startsWith(question) && isPosition(position)) return position;
  throw new Refusal("invalid", "This cursor belongs to another list. Start from the first page.", {
    errors: [{ pointer: "/query/cursor", message: "must be the nextCursor of the same list" }],
  });
}
