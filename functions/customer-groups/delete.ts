import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { remove } from "./deleting.ts";
import { groupOf, mustBeNamed } from "./known.ts";

export const run = useCase(api.customerGroups.delete, { ahead: groupOf }, (request) =>
  remove(request, mustBeNamed(request.ahead, request)),
);
