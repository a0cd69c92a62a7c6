import { explain } from "../../shared/access/explain.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { asThen } from "./as-of.ts";
import { factsFor, known } from "./questions.ts";

export const run = useCase(
  api.access.explain,
  { ahead: ({ id }, { body }) => factsFor([body], id) },
  async ({ caller, body, ahead, now }) => {
    const today = known([body], ahead, caller, now, pointerTo);
    const [then] = await asThen([body], today, body.asOf, now);
    if (!then?.facts) return { allowed: false, ways: [], failing: [], missing: [] };
    return explain(then.facts, then.permission);
  },
);

const pointerTo = (_: number, field: string) => `/${field}`;
