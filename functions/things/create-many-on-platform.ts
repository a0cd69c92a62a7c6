import * as api from "../../shared/api/index.ts";
import { counters } from "../../shared/lambda/things.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { createMany } from "./creating-many.ts";

export const run = useCase(api.things.createManyOnPlatform, { ahead: counters }, createMany);
