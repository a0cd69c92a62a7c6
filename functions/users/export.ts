import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { parts } from "./parts.ts";
import { userOf } from "./turn.ts";

/** Each page is of one part, and the last page of a part leads to the next one. */
export const run = useCase(api.users.export, { ahead: userOf }, async (request) => {
  const { ahead: user, query, now } = request;
  if (!user) throw new Refusal("not_found");
  const [, index = "none", after] = /^(\d+)(?:\/(.+))?$/.exec(query.after ?? "0") ?? [];
  const part = parts[Number(index)];
  if (!part) return { items: [] };
  const { items, nextCursor } = await part(user, { limit: query.limit, after }, now);
  if (nextCursor) return { items, nextCursor: `${index}/${nextCursor}` };
  const next = Number(index) + 1;
  return { items, ...(next < parts.length && { nextCursor: String(next) }) };
});
