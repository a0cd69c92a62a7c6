import { permissionsOf } from "../../shared/access/decide.ts";
import { allPermissions } from "../../shared/access/permissions.ts";
import { builtInRoles } from "../../shared/access/roles.ts";
import { type Level, levels } from "../../shared/model/grant.ts";
import { table } from "./charts.ts";

const titles: Record<Level, string> = {
  platform: "Roles on the platform",
  customer: "Roles on a customer",
  project: "Roles on a project",
};

/** Which built-in role holds which permission, a table for each level. */
export const matrices = () =>
  levels
    .toReversed()
    .map((level) => `**${titles[level]}**\n\n${matrixOf(level)}`)
    .join("\n\n");

function matrixOf(level: Level): string {
  const roles = Object.entries(builtInRoles[level]);
  const rows = allPermissions
    .map((permission) => ({
      permission,
      marks: roles.map(([role]) =>
        permissionsOf({ level, role }).includes(permission) ? "✓" : "",
      ),
    }))
    .filter(({ marks }) => marks.some(Boolean))
    .map(({ permission, marks }) => [`\`${permission}\``, ...marks]);
  return table(["Permission", ...roles.map(([, { name }]) => name)], rows);
}
