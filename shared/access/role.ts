import type { Permission } from "./permissions.ts";

/** A named set of permissions at one level. */
export interface Role {
  name: string;
  permissions: readonly Permission[];
  /** Of project roles: the higher, the more. */
  rank?: number;
}
