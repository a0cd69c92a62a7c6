import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { update } from "./changing.ts";
import { thingOf } from "./known.ts";

export const run = useCase(api.things.updateOnPlatform, { ahead: thingOf }, update);
