import * as api from "../../shared/api/index.ts";

import { useCase } from "../../shared/lambda/use-case.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { named, readable } from "./following.ts";

export const run = useCase(api.operations.get, named, async (request) =>
  seenOperation(await readable(request)),
);
