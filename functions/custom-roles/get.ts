import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { entriesOf } from "./defining.ts";

export const run = useCase(
  api.customRoles.get,
  { ahead: (_, { params }) => customRoles.read(params.customer) },
  async ({ ahead: book, params }) => {
    const found = entriesOf(book).find(({ id }) => id === params.role);
    if (!found) throw new Refusal("not_found");
    return found;
  },
);
