import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "../../shared/table/platform-events.ts";

export const run = useCase(api.events.listOnPlatform, ({ query }) => ofPlatform(query));
