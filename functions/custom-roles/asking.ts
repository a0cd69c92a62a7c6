import { allPermissions, levelOf, type Permission } from "../../shared/access/permissions.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { RoleBook } from "../../shared/model/custom-role.ts";
import type { Customer } from "../../shared/model/customer.ts";
import { platform } from "../../shared/model/id.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";

/** A request about the roles that a customer makes for itself or, without one, the platform for projects. */
export interface Asking
  extends Pick<
    Request,
    | "now"
    | "mustMatch"
    | "happened"
    | "commit"
    | "decision"
    | "approval"
    | "approvalsNeeded"
    | "isCarriedOut"
  > {
  caller: Caller;
  customer: Customer | undefined;
  book: RoleBook | undefined;
}

/** What roles of a customer's own never hold. */
const ownersOnly: Permission[] = ["customer.delete", "customer.owners.manage"];

const of = (level: string) => allPermissions.filter((one) => levelOf(one) === level);

/** How roles are made by a customer and by the platform. */
const makings = {
  customer: {
    level: "customer",
    event: "customer.role",
    managing: "customer.roles.manage",
    choices: of("customer").filter((one) => !ownersOnly.includes(one)),
    /** Everybody who has the customer may see it. */
    always: ["customer.view"] as Permission[],
  },
  platform: {
    level: "project",
    event: "platform.project-role",
    managing: "platform.project-roles.manage",
    choices: of("project"),
    always: [] as Permission[],
  },
} as const;

export type Making = (typeof makings)["customer" | "platform"];

export const makingOf = ({ customer }: Pick<Asking, "customer">): Making =>
  customer ? makings.customer : makings.platform;

export const ownerOf = ({ customer }: Pick<Asking, "customer">) => customer?.id ?? platform;

/** The platform's book: no path names whose it is. */
export const ofPlatform = () => customRoles.read(platform);
