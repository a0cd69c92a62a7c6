import type { Facts } from "../../shared/access/paths.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import type { Question } from "../../shared/model/access.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { logBegins } from "../../shared/table/events.ts";
import { historyUntil } from "../../shared/table/history.ts";
import { factsThen } from "../../shared/table/history-facts.ts";
import type { Known } from "./questions.ts";
import { knowsProject } from "./sight.ts";

interface Answerable {
  permission: Permission;
  facts: Facts | undefined;
}

/** What is known now, or was at an instant in the past, of what the asker may know; nothing about a project that is not there, or that they know nothing of. */
export async function asThen(
  questions: readonly Question[],
  known: readonly Known[],
  asOf: string | undefined,
  now: Date,
): Promise<readonly Answerable[]> {
  if (asOf) mustBePast(asOf, now);
  const history = asOf ? historyUntil(new Date(asOf)) : undefined;
  return Promise.all(
    known.map(async ({ permission, principal, facts: today, isOwn, seesProject }, i) => {
      const { customer, project } = questions[i] ?? {};
      const withOwners = permission === "customer.owners.manage";
      const about = { principal, customer, project, withOwners };
      const facts = history && today ? await factsThen(about, today, history) : today;
      if (!facts || project === undefined) return { permission, facts };
      const isSeen = seesProject || (isOwn && knowsProject(facts));
      return { permission, facts: facts.project && isSeen ? facts : undefined };
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
