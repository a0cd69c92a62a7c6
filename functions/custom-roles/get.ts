import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { entryAt } from "./showing.ts";

export const run = useCase(
  api.customRoles.get,
  { ahead: (_, { params }) => customRoles.read(params.customer) },
  async ({ ahead, params }) => entryAt("customer", ahead, params.role),
);
