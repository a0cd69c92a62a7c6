import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { isUp } from "../../shared/table/client.ts";

export const run = useCase(api.system.health, async () => {
  if (!(await isUp())) throw new Refusal("unavailable", "The table does not answer.");
  return { status: "up" as const };
});
