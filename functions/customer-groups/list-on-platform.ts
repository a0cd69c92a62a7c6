import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { list } from "./listing.ts";

export const run = useCase(api.customerGroups.listOnPlatform, (request) =>
  list(request, request.query),
);
