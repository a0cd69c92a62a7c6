import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";
import { create } from "./creating.ts";

export const run = useCase(api.groups.create, async (request) =>
  seenBy(request.decision, await create(request)),
);
