import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { change } from "./changing.ts";

export const run = useCase(api.customRoles.update, (request) =>
  change(request, request.params.role),
);
