import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { open, previewOf } from "./opening.ts";

export const run = useCase(api.invitations.preview, async ({ body, now }) =>
  previewOf(await open(body.token), now),
);
