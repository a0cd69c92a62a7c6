import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { happenings, parts } from "./export-parts.ts";

/** Each page is of one part, and the last page of a part leads to the next one. */
export const run = useCase(api.customers.export, async (request) => {
  const { customer, query } = request;
  const all = query.events ? [...parts, happenings] : parts;
  const [, index = "none", after] = /^(\d+)(?:\/(.+))?$/.exec(query.after ?? "0") ?? [];
  const part = all[Number(index)];
  if (!part) return { items: [] };
  const { items, nextCursor } = await part(customer, { limit: query.limit, after }, request);
  if (nextCursor) return { items, nextCursor: `${index}/${nextCursor}` };
  const next = Number(index) + 1;
  return { items, ...(next < all.length && { nextCursor: String(next) }) };
});
