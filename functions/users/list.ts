import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { normalAddress } from "../../shared/model/email-address.ts";
import { seenUser } from "../../shared/model/user.ts";
import * as userList from "../../shared/table/user-list.ts";

export const run = useCase(api.users.list, async ({ query, now }) => {
  const { q = "", status } = query;
  const { items, nextCursor } = await userList.beginningWith(normalAddress(q) ?? q, query);
  const wanted = items.filter((user) => !status || user.status === status);
  return { items: wanted.map((user) => seenUser(user, now)), nextCursor };
});
