import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { turn } from "./turn.ts";

export const run = useCase(api.customers.disable, (request) => turn(request, "disabled"));
