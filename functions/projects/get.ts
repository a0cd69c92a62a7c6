import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { seenBy } from "../../shared/model/authors.ts";

export const run = useCase(api.projects.get, async ({ project, decision }) =>
  seenBy(decision, project),
);
