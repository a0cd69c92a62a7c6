import { randomUUID } from "node:crypto";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { mailsPerDay } from "../../shared/model/gate.ts";
import type { BulkResult } from "../../shared/model/invitation-bulk.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as invitees from "../../shared/table/invitees.ts";
import * as plannedGroups from "../../shared/table/planned-groups.ts";
import { decisionOf, placesOf, rolesAt } from "./deciding.ts";
import { readEntries } from "./entries.ts";
import { foresee } from "./foreseeing.ts";
import { mustBeFew } from "./groups.ts";
import { planEntries, type Result } from "./planning.ts";
import { send } from "./sending.ts";

export const run = useCase(
  api.invitations.bulk,
  {
    ahead: async (_, { params, body }) => {
      const entries = readEntries(body.invitations);
      const emails = [...new Set(entries.flatMap(({ asked }) => asked?.email ?? []))];
      const projects = entries.flatMap(({ asked }) => asked?.projects ?? []);
      const groups = entries.flatMap(({ asked }) => asked?.groups ?? []);
      mustBeFew(groups);
      const [users, last, ofPlatform, planned] = await Promise.all([
        invitees.usersBehind(emails),
        invitations.lastOf(params.customer, emails),
        customRoles.forProjects(projects.map(({ role }) => role)),
        plannedGroups.read(params.customer, groups),
      ]);
      return { read: entries, emails, users, last, ofPlatform, planned };
    },
  },
  async (request): Promise<BulkResult> => {
    const { caller, customer, owners, query, now, made, ahead } = request;
    const { read, emails, users, last } = ahead;
    const batch = made?.batch ?? randomUUID();
    const [own, open] = [invitations.madeBy(batch, last), invitations.openAmong(last, now)];
    const entries = read.map((entry) => ({ ...entry, done: own.get(entry.index) }));
    const asked = entries.flatMap(({ asked, done }) => (asked && !done ? asked : []));
    const onProjects = [
      ...new Set(asked.flatMap(({ projects }) => projects.map((one) => one.project))),
    ];
    const isDryRun = query.dryRun === true;
    const mails = new Set(asked.map(({ email }) => email)).size;
    const isCounted = !isDryRun && mails > 0;
    const places = placesOf(request);
    const [known, roles] = await Promise.all([
      invitees.read(customer.id, emails, users, onProjects, places),
      rolesAt(request),
      isCounted && request.spend("invitations", mails, mailsPerDay),
      // Recorded before anything is sent: a repeated request finds what this one got done.
      !isDryRun && !made && request.commit([], { batch }),
    ]);
    const decision = decisionOf(request, roles, places, known.activeOwners);
    const inviting = {
      customer: customer.id,
      inviter: caller,
      decision,
      now,
      projects: known.projects,
      ofPlatform: ahead.ofPlatform,
      planned: ahead.planned,
      batch,
    };
    const all = planEntries(entries, { invitees: byEmail(known.invitees), open, owners }, inviting);
    const ready = all.filter((one) => "invitation" in one);
    const sent = await (isDryRun ? foresee : send)(ready, inviting, request);
    await request.keep(sent.filter(({ status }) => status !== "refused").length);
    const settled = await withThoseMade(batch, customer.id, sent);
    const results = [...all.filter((one) => "status" in one), ...settled].sort(byIndex);
    const refused = results.filter(({ status }) => status === "refused").length;
    return { dryRun: isDryRun, created: results.length - refused, refused, results };
  },
);

/** Of two requests with one key at once, each tells of what the other has made meanwhile as if it had itself. */
async function withThoseMade(batch: string, customer: string, sent: readonly Result[]) {
  const isLost = ({ code }: Result) => code === "invitation_open";
  const emails = sent.filter(isLost).flatMap(({ email }) => email ?? []);
  const made = invitations.madeBy(batch, await invitations.lastOf(customer, emails));
  return sent.map((one): Result => {
    const { index, email } = one;
    const found = isLost(one) ? made.get(index) : undefined;
    return found ? { index, email, ...found } : one;
  });
}

const byEmail = (all: readonly invitees.Invitee[]) =>
  new Map(all.map((invitee) => [invitee.mails.email, invitee]));

const byIndex = (one: Result, other: Result) => one.index - other.index;
