import * as api from "../../shared/api/index.ts";
import { counters } from "../../shared/lambda/things.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { list } from "./listing.ts";

export const run = useCase(api.things.listOnPlatform, { ahead: counters }, list);
