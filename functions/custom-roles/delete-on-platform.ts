import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "./asking.ts";
import { remove } from "./deleting.ts";

export const run = useCase(api.customRoles.deleteOnPlatform, { ahead: ofPlatform }, (request) =>
  remove({ ...request, book: request.ahead }, request.params.role),
);
