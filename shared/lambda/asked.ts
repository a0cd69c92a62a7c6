import type { APIGatewayProxyEventV2 } from "aws-lambda";
import * as z from "zod/mini";
import type { Contract } from "../api/contract.ts";
import { lazy } from "../model/lazy.ts";
import { openCursor } from "./cursor.ts";
import { check, parseBody } from "./parse.ts";

/** What a request asks: each part parsed once, when it is first looked at. */
export function askedOf(
  contract: Contract,
  event: APIGatewayProxyEventV2,
  params: Record<string, string>,
) {
  const query = lazy(() => parseQuery(contract, event));
  const body = lazy(() => parseBody(contract, event));
  return {
    params,
    get query() {
      return query() as never;
    },
    get body() {
      return body() as never;
    },
  };
}

const Nothing = lazy(() => z.strictObject({}));
const Limited = lazy(() =>
  z.object({
    limit: z.string().check(z.regex(/^[1-9]\d{0,8}$/, "must be a whole number from 1 on")),
  }),
);

/** The query string. Lists and dry runs that answer some take `limit` (25 unless said, at most 100, larger is lowered) and `cursor`. */
function parseQuery(contract: Contract, event: APIGatewayProxyEventV2): unknown {
  // Mail programs and trackers add to the addresses of pages: no reader is to blame for that.
  if (contract.media && !contract.lists) return {};
  const schema = contract.query?.() ?? Nothing();
  const given = { ...event.queryStringParameters };
  if (!contract.lists && !contract.previews) return check(schema, given, "query");
  const { limit = "25", cursor, ...rest } = given;
  const { limit: wanted } = check(Limited(), { limit }, "query");
  const page = {
    limit: Math.min(Number(wanted), 100),
    ...(cursor !== undefined && { after: openCursor(cursor, contract, event) }),
  };
  return { ...(check(schema, rest, "query") as object), ...page };
}
