import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { accept } from "./acceptance.ts";
import { open } from "./opening.ts";

export const run = useCase(api.invitations.accept, async (request) =>
  accept(await open(request.body.token), request),
);
