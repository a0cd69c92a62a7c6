import { serve } from "../shared/lambda/serve.ts";
import type { UseCase } from "../shared/lambda/use-case.ts";
import "../shared/table/client.ts";

/** Answers every route. The gateway sends each to the function that has the rights for it; all three run this bundle. */
export const handler = serve(async ({ noun, verb }) => {
  const module: { run: UseCase } = await import(`./${noun}/${verb}.ts`);
  return module.run;
});
