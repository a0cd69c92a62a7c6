import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { add } from "./adding.ts";
import { groupOf } from "./known.ts";

export const run = useCase(api.thingGroups.addThing, { ahead: groupOf }, add);
