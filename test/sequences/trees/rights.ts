import { rowsOf } from "../../support/matrices.ts";
import { gives, may, type Tree } from "./tree.ts";

/** What somebody lacks for something that takes a right: nobody is told of what they may not see. */
export function lacks(tree: Tree, by: string, permission: string, customer: string) {
  if (!may(tree, by, "customer.view", customer)) return "not_found";
  return may(tree, by, permission, customer) ? undefined : "forbidden";
}

const everyPermission = rowsOf("customer").map(({ permission }) => permission);

/** What giving a role takes: the owner role follows rules of its own, and only owners touch what an owner holds. Nobody gives anew what they do not hold. */
export function toGive(role: string, before: string[], isNew = true): string[] {
  if (role === "owner") return ["customer.owners.manage"];
  return [
    ...(before.includes("owner") ? ["customer.owners.manage"] : []),
    `customer.members.${before.length === 0 ? "grant" : "edit"}`,
    ...(isNew ? everyPermission.filter((one) => gives(role, one)) : []),
  ];
}
