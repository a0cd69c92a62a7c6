import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "./asking.ts";
import { pageOf } from "./showing.ts";

export const run = useCase(
  api.customRoles.listOnPlatform,
  { ahead: ofPlatform },
  async ({ ahead, query }) => pageOf("project", ahead, query),
);
