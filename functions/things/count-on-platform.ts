import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { platform } from "../../shared/model/id.ts";
import { countAll } from "./counting.ts";

export const run = useCase(
  api.things.countOnPlatform,
  { ahead: () => countAll(platform) },
  async ({ ahead }) => ahead,
);
