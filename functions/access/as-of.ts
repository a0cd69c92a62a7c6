import type { Facts } from "../../shared/access/paths.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import type { Question } from "../../shared/model/access.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { logBegins } from "../../shared/table/events.ts";
import { historyUntil } from "../../shared/table/history.ts";
import { factsThen } from "../../shared/table/history-facts.ts";
import type { Known } from "./questions.ts";

interface Answerable {
  permission: Permission;
  facts: Facts | undefined;
}

/** What is known now, or was at an instant in the past, of what the asker may know today; nothing about a project that is not there. */
export async function asThen(
  questions: readonly Question[],
  known: readonly Known[],
  asOf: string | undefined,
  now: Date,
): Promise<readonly Answerable[]> {
  if (asOf) mustBePast(asOf, now);
  const history = asOf ? historyUntil(new Date(asOf)) : undefined;
  return Promise.all(
    known.map(async ({ permission, principal, facts: today }, i) => {
      const { customer, project } = questions[i] ?? {};
      const withOwners = permission === "customer.owners.manage";
      const about = { principal, customer, project, withOwners };
      const facts = history && today ? await factsThen(about, today, history) : today;
      const isNowhere = project !== undefined && !facts?.project;
      return { permission, facts: isNowhere ? undefined : facts };
    }),
  );
}

/** Refuses what has not happened yet, and what the log no longer tells. */
function mustBePast(asOf: string, now: Date): void {
  const begins = logBegins(now).toISOString();
  if (asOf > now.toISOString()) throw wrong("must not lie in the future");
  if (asOf < begins) throw wrong(`must not lie before ${begins}: what was then is not kept`);
}

const wrong = (message: string) =>
  new Refusal("invalid", `The instant ${message}.`, { errors: [{ pointer: "/asOf", message }] });
