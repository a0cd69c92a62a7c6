import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { decline } from "./declining.ts";
import { readMine } from "./mine.ts";

export const run = useCase(
  api.invitations.declineMine,
  { ahead: ({ email }) => invitations.lastTo(email) },
  async (request) => {
    const { ahead, params, caller } = request;
    return decline(await readMine(ahead, params.invitation, caller), request);
  },
);
