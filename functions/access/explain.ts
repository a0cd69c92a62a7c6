import { explain } from "../../shared/access/explain.ts";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { factsFor, known } from "./questions.ts";

export const run = useCase(
  api.access.explain,
  { ahead: ({ id }, { body }) => factsFor([body], id) },
  async ({ caller, body, ahead, now }) => {
    const [{ permission, facts } = unknown] = known([body], ahead, caller, now, pointerTo);
    if (!facts) return { allowed: false, ways: [], failing: [], missing: [] };
    return explain(facts, permission);
  },
);

const pointerTo = (_: number, field: string) => `/${field}`;

const unknown = { permission: "customer.view", facts: undefined } as const;
