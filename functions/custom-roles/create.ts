import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { customRolesAtMost } from "../../shared/model/custom-role.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { composed, entryOf, withRole } from "./defining.ts";
import { define } from "./writing.ts";

export const run = useCase(api.customRoles.create, async (request) => {
  const { customer, body, book, decision, now } = request;
  const known = Object.keys(book?.roles ?? {});
  if (known.includes(body.id))
    throw new Refusal("identifier_taken", `The customer already has a role ${body.id}.`, {
      errors: [{ pointer: "/id", message: "is taken" }],
    });
  if (known.length >= customRolesAtMost)
    throw new Refusal(
      "limit_reached",
      `A customer has at most ${customRolesAtMost} roles of its own.`,
    );
  const at = now.toISOString();
  const permissions = composed(body.permissions, [], decision);
  const role = { ...body, permissions, version: 1, createdAt: at, updatedAt: at };
  await define(request, withRole(book, customer.id, role), {
    type: "customer.role.created",
    subject: role.id,
    after: { name: role.name, permissions },
  });
  return entryOf(role);
});
