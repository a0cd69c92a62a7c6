import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "../../shared/table/platform-events.ts";
import { withNames } from "./naming.ts";

export const run = useCase(api.events.listOnPlatform, async ({ query, decision }) => {
  const page = await ofPlatform(query);
  return query.names && decision.allows("platform.users.view") ? withNames(page) : page;
});
