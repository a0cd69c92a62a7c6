import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as facts from "../../shared/table/facts.ts";
import { createBelow } from "./create-below.ts";
import { createOnTop } from "./create-on-top.ts";

export const run = useCase(
  api.customers.create,
  {
    ahead: async ({ id }, { body: { parentId } }) =>
      parentId ? facts.read(id, { customer: parentId }, [], true) : undefined,
  },
  ({ ahead: parent, ...request }) => (parent ? createBelow(request, parent) : createOnTop(request)),
);
