import { allPermissions, levelOf, permissions } from "../../shared/access/permissions.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { chosenPage } from "../../shared/table/page.ts";

const catalogue = allPermissions
  .toSorted()
  .map((id) => ({ id, level: levelOf(id), description: permissions[id] }));

export const run = useCase(api.permissions.list, async ({ query }) => {
  const wanted = catalogue.filter(({ level }) => !query.level || level === query.level);
  return chosenPage(wanted, query, ({ id }) => id);
});
