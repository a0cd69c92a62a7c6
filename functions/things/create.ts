import * as api from "../../shared/api/index.ts";
import { counters } from "../../shared/lambda/things.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { create } from "./creating.ts";

export const run = useCase(api.things.create, { ahead: counters }, create);
