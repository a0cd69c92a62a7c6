import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { remove } from "./deleting.ts";
import { thingOf } from "./known.ts";

export const run = useCase(api.things.deleteOnPlatform, { ahead: thingOf }, remove);
