import { entryOf } from "../../shared/access/role-entries.ts";
import {
  type CustomRole,
  customRolesAtMost,
  type NewCustomRole,
  type NewProjectRole,
} from "../../shared/model/custom-role.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { firstVersion } from "../../shared/model/version.ts";
import { type Asking, makingOf, ownerOf } from "./asking.ts";
import { composed, refuseLacking, withRole } from "./defining.ts";
import { define } from "./writing.ts";

/** Makes a role of a customer's own, or one for projects everywhere. */
export async function create(asking: Asking & { body: NewCustomRole | NewProjectRole }) {
  const { customer, body, book, decision, now } = asking;
  const making = makingOf(asking);
  const known = Object.keys(book?.roles ?? {});
  if (known.includes(body.id))
    throw new Refusal("identifier_taken", `There is already a role ${body.id}.`, {
      errors: [{ pointer: "/id", message: "is taken" }],
    });
  if (known.length >= customRolesAtMost)
    throw new Refusal("limit_reached", `There are at most ${customRolesAtMost} such roles.`);
  const permissions = composed(body.permissions, making);
  if (customer) refuseLacking(permissions, [], decision);
  const at = now.toISOString();
  const role: CustomRole = {
    ...body,
    permissions,
    version: firstVersion(now),
    createdAt: at,
    updatedAt: at,
  };
  const after = { name: role.name, permissions, rank: role.rank, mappings: role.mappings };
  const change = { what: "created", role: role.id, more: { after } } as const;
  await define(asking, withRole(book, ownerOf(asking), role), change);
  return entryOf(making.level, role);
}
