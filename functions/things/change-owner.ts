import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { changeOwner } from "./changing-owner.ts";
import { thingOf } from "./known.ts";

export const run = useCase(api.things.changeOwner, { ahead: thingOf }, changeOwner);
