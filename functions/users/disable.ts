import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { turn, userOf } from "./turn.ts";

export const run = useCase(api.users.disable, { ahead: userOf }, (request) =>
  turn(request, "disable"),
);
