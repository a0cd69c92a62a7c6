import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { pageOf } from "./showing.ts";

export const run = useCase(
  api.customRoles.list,
  { ahead: (_, { params }) => customRoles.read(params.customer) },
  async ({ ahead, ancestors, query }) => {
    const above = await customRoles.readAt(ancestors);
    return pageOf("customer", ahead, query, [...above.values()]);
  },
);
