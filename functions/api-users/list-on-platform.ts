import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { platform } from "../../shared/model/id.ts";
import * as apiUsers from "../../shared/table/api-users.ts";

export const run = useCase(api.apiUsers.listOnPlatform, ({ query }) =>
  apiUsers.ofOwner(platform, query),
);
