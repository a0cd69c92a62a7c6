import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { decline } from "./declining.ts";
import { open } from "./opening.ts";

export const run = useCase(api.invitations.decline, async (request) =>
  decline(await open(request.body.token), request),
);
