import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { keysOf } from "./asking.ts";
import { revoke } from "./revoking.ts";

export const run = useCase(api.apiKeys.revoke, { ahead: keysOf }, revoke);
