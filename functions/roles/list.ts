import { entriesOf } from "../../shared/access/role-entries.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { levels } from "../../shared/model/grant.ts";
import { platform } from "../../shared/model/id.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import { chosenPage } from "../../shared/table/page.ts";

const positionOf = ({ level, id }: { level: string; id: string }) => `${level}.${id}`;

/** The roles of every deployment, and those that this platform has for projects. */
export const run = useCase(
  api.roles.list,
  {
    ahead: async (_, { query }) =>
      (query.level ?? "project") === "project" ? customRoles.read(platform) : undefined,
  },
  async ({ ahead: book, query }) => {
    const wanted = levels
      .filter((level) => !query.level || level === query.level)
      .flatMap((level) => entriesOf(level, level === "project" ? book : undefined))
      .toSorted((one, other) => (positionOf(one) < positionOf(other) ? -1 : 1));
    return chosenPage(wanted, query, positionOf);
  },
);
