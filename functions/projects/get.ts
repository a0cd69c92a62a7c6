import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";

export const run = useCase(api.projects.get, async ({ project }) => project);
