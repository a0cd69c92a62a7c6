import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { adminOf } from "../../shared/model/admin.ts";
import * as admins from "../../shared/table/admins.ts";

export const run = useCase(api.admins.list, async ({ query, now }) => {
  const { items, nextCursor } = await admins.list(query);
  return { items: items.map((record) => adminOf(record, now)), nextCursor };
});
