import type { Facts } from "../../shared/access/paths.ts";
import { isPermission, levelOf, type Permission } from "../../shared/access/permissions.ts";
import type { Question } from "../../shared/model/access.ts";
import type { Caller } from "../../shared/model/caller.ts";
import { perObject } from "../../shared/model/per-object.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as accessFacts from "../../shared/table/access-facts.ts";
import { decisionOn } from "./deciding.ts";
import { knowsProject } from "./sight.ts";

/** A question with what the table says about it; undefined where the asker may not know. */
export interface Known {
  permission: Permission;
  principal: string;
  facts: accessFacts.FactsFound | undefined;
  isOwn: boolean;
  /** Whether the asker may know of the project asked about, today. */
  seesProject: boolean;
}

/** What questions depend on: about those asked for, and about who asks where it is about others. */
export function factsFor(questions: readonly Question[], asker: string) {
  const about = questions.map(({ principal = asker, permission, customer, project }) => ({
    principal,
    customer,
    project,
    withOwners: permission === "customer.owners.manage",
  }));
  const asking = questions.map(({ customer, project }) => ({
    principal: asker,
    customer,
    project,
  }));
  return accessFacts.read([...about, ...asking]);
}

/** Who is told what others may: those who see members there; of the platform, where nobody is a member, those alone who check anybody's access. */
const telling = (permission: Permission): Permission[] =>
  levelOf(permission) === "platform"
    ? ["platform.access.check"]
    : ["platform.access.check", "customer.members.view"];

/** What may be answered: of oneself everything, of others what the asker may be told. */
export function known(
  questions: readonly Question[],
  factsAt: Awaited<ReturnType<typeof factsFor>>,
  asker: Caller,
  now: Date,
  pointerTo = (i: number, field: string) => `/questions/${i}/${field}`,
): Known[] {
  const facts = factsAt(now);
  const askingBy = perObject(
    (read: accessFacts.FactsFound): Facts => ({ ...read, principal: asker }),
  );
  return questions.map((question, i) => {
    const permission = permissionIn(question, pointerTo(i, "permission"));
    const { principal = asker.id } = question;
    const asking = askingBy(facts[questions.length + i] as accessFacts.FactsFound);
    const isOwn = principal === asker.id;
    const isAllowed = isOwn || decisionOn(asking).allows(...telling(permission));
    const seesProject = question.project !== undefined && knowsProject(asking);
    return { permission, principal, facts: isAllowed ? facts[i] : undefined, isOwn, seesProject };
  });
}

function permissionIn({ permission, customer, project }: Question, pointer: string): Permission {
  if (!isPermission(permission)) throw wrong(pointer, `${permission} is not in the catalogue`);
  const level = levelOf(permission);
  const needs = level === "project" && !project ? "a project" : "a customer";
  if ((level === "customer" && !customer) || (level === "project" && !project))
    throw wrong(pointer, `${permission} needs ${needs}`);
  return permission;
}

const wrong = (pointer: string, message: string) =>
  new Refusal("invalid", message, { errors: [{ pointer, message }] });
