import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { seenUser } from "../../shared/model/user.ts";
import { userOf } from "./turn.ts";

export const run = useCase(api.users.get, { ahead: userOf }, async ({ ahead: user, now }) => {
  if (!user) throw new Refusal("not_found");
  return seenUser(user, now);
});
