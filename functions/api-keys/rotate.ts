import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { keysOf } from "./asking.ts";
import { rotate } from "./rotating.ts";

export const run = useCase(api.apiKeys.rotate, { ahead: keysOf }, rotate);
