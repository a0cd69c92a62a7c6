import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { keysOf } from "./asking.ts";
import { create } from "./creating.ts";

export const run = useCase(api.apiKeys.create, { ahead: keysOf }, create);
