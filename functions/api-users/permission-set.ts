import { keptForPeople } from "../../shared/access/own-permissions.ts";
import {
  allPermissions,
  isPermission,
  levelOf,
  type Permission,
} from "../../shared/access/permissions.ts";
import { Refusal } from "../../shared/model/refusal.ts";

/** A set as it is kept: what exists and may be in it, each once, in the order of the catalogue. */
export function permissionSet(asked: readonly string[], isOfCustomer: boolean): Permission[] {
  for (const [i, permission] of asked.entries()) {
    const why = wrongIn(permission, isOfCustomer);
    if (why) throw invalid(`/permissions/${i}`, `${permission} ${why}`);
  }
  return allPermissions.filter((permission) => asked.includes(permission));
}

function wrongIn(asked: string, isOfCustomer: boolean): string | undefined {
  if (!isPermission(asked)) return "is not in the catalogue";
  if (keptForPeople.includes(asked)) return "is never given to an API user: it is kept for people";
  if (isOfCustomer && levelOf(asked) === "platform")
    return "is not for the API users of a customer";
  return undefined;
}

const invalid = (pointer: string, message: string) =>
  new Refusal("invalid", `${message}.`, { errors: [{ pointer, message }] });
