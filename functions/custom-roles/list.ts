import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { orderOf } from "../../shared/model/custom-role.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { chosenPage } from "../../shared/table/page.ts";
import { entriesOf } from "./defining.ts";

export const run = useCase(
  api.customRoles.list,
  { ahead: (_, { params }) => customRoles.read(params.customer) },
  async ({ ahead: book, query }) => chosenPage(entriesOf(book), query, ({ id }) => orderOf(id)),
);
