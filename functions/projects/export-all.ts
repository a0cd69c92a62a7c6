import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { listedForPlatform } from "./listed-for-platform.ts";

export const run = useCase(api.projects.exportAll, listedForPlatform);
