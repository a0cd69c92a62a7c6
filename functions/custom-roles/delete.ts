import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { remove } from "./deleting.ts";

export const run = useCase(api.customRoles.delete, (request) =>
  remove(request, request.params.role),
);
