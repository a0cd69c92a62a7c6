import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { thingOf } from "./known.ts";
import { show } from "./showing.ts";

export const run = useCase(api.things.getOnPlatform, { ahead: thingOf }, show);
