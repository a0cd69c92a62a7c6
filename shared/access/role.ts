import type { Level } from "../model/grant.ts";
import type { Permission } from "./permissions.ts";

/** A named set of permissions at one level. */
export interface Role {
  name: string;
  permissions: readonly Permission[];
}

/** Roles besides the built-in ones, level by level. */
export type CustomRoles = Partial<Record<Level, Readonly<Record<string, Role>>>>;
