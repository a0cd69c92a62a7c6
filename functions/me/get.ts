import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenUser } from "../../shared/model/user.ts";

export const run = useCase(api.me.get, async ({ caller, now }) => seenUser(caller, now));
