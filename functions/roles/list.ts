import { builtInRoles } from "../../shared/access/roles.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { levels } from "../../shared/model/grant.ts";
import { chosenPage } from "../../shared/table/page.ts";

const builtIn = levels.flatMap((level) =>
  Object.entries(builtInRoles[level]).map(([id, { name, permissions }]) => ({
    ...{ level, id, name, permissions: permissions.toSorted(), builtIn: true },
  })),
);

const positionOf = ({ level, id }: { level: string; id: string }) => `${level}.${id}`;

const inOrder = builtIn.toSorted((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));

export const run = useCase(api.roles.list, async ({ query }) => {
  const wanted = inOrder.filter(({ level }) => !query.level || level === query.level);
  return chosenPage(wanted, query, positionOf);
});
