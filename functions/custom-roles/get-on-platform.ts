import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "./asking.ts";
import { entryAt } from "./showing.ts";

export const run = useCase(
  api.customRoles.getOnPlatform,
  { ahead: ofPlatform },
  async ({ ahead, params }) => entryAt("project", ahead, params.role),
);
