import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { countAll } from "./counting.ts";

export const run = useCase(
  api.things.count,
  { ahead: (_, { params }) => countAll(params.customer) },
  async ({ ahead }) => ahead,
);
