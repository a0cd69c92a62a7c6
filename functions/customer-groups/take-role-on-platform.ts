import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { takeRole } from "./taking.ts";

export const run = useCase(api.customerGroups.takeRoleOnPlatform, async (request) => {
  await takeRole(request);
  return undefined;
});
