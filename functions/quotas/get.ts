import * as api from "../../shared/api/index.ts";
import { quotasOf } from "../../shared/lambda/quotas.ts";
import { useCase } from "../../shared/lambda/use-case.ts";

export const run = useCase(
  api.quotas.get,
  { ahead: (_, { params }) => quotasOf(params.customer) },
  async ({ ahead }) => ahead,
);
