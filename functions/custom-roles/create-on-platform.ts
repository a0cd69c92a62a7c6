import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { ofPlatform } from "./asking.ts";
import { create } from "./creating.ts";

export const run = useCase(api.customRoles.createOnPlatform, { ahead: ofPlatform }, (request) =>
  create({ ...request, book: request.ahead }),
);
