import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { platform } from "../../shared/model/id.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

export const run = useCase(api.groups.listOnPlatform, ({ query }) =>
  userGroups.ofOwner(platform, query),
);
