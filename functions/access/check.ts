import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { asThen } from "./as-of.ts";
import { decisionOn } from "./deciding.ts";
import { factsFor, known } from "./questions.ts";

export const run = useCase(
  api.access.check,
  { ahead: ({ id }, { body }) => factsFor(body.questions, id) },
  async ({ caller, body, ahead, now }) => {
    const { questions, asOf } = body;
    const today = known(questions, ahead, caller, now);
    const results = (await asThen(questions, today, asOf, now)).map(({ permission, facts }) => ({
      allowed: facts !== undefined && decisionOn(facts).allows(permission),
    }));
    return { results };
  },
);
