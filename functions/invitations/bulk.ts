import { randomUUID } from "node:crypto";
import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { mailsPerDay } from "../../shared/model/gate.ts";
import type { BulkResult } from "../../shared/model/invitation-bulk.ts";
import { hasLiveOwner } from "../../shared/model/owners.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as invitees from "../../shared/table/invitees.ts";
import * as rates from "../../shared/table/rates.ts";
import { type Entry, readEntries } from "./entries.ts";
import { send } from "./sending.ts";

export const run = useCase(api.invitations.bulk, async (request): Promise<BulkResult> => {
  const { caller, customer, owners, body, query, now, made } = request;
  const batch = made?.batch ?? randomUUID();
  const all = readEntries(body.invitations);
  const entries = made ? await withDone(all, batch, customer.id) : all;
  const asked = entries.flatMap(({ asked, done }) => (asked && !done ? asked : []));
  const emails = asked.map(({ email }) => email);
  const planned = [...new Set(asked.flatMap(({ projects }) => projects.map((one) => one.project)))];
  const known = await invitees.read(
    customer.id,
    emails,
    await invitees.usersBehind(emails),
    planned,
    owners,
  );
  const isDryRun = query.dryRun === true;
  if (!isDryRun && asked.length > 0)
    await rates.take(caller.id, "invitations", asked.length, mailsPerDay, now);
  const decision = request.reconsider({
    hasLiveOwner: hasLiveOwner(owners, known.activeOwners, now),
  });
  const inviting = {
    ...{ customer: customer.id, inviter: caller, decision, now },
    ...{ projectKeys: known.projectKeys, batch },
  };
  // Recorded before anything is sent: a repeated request finds what this one got done.
  if (!isDryRun && !made) await request.commit([], { batch });
  const results = await send(entries, known.invitees, inviting, request, isDryRun);
  const refused = results.filter(({ status }) => status === "refused").length;
  return { dryRun: isDryRun, created: isDryRun ? 0 : results.length - refused, refused, results };
});

/** Marks what an earlier request with the same Idempotency-Key has sent already. */
async function withDone(entries: Entry[], batch: string, customer: string): Promise<Entry[]> {
  const emails = entries.flatMap(({ asked }) => asked?.email ?? []);
  const done = await invitations.madeBy(batch, customer, emails);
  return entries.map((entry) => ({ ...entry, done: entry.asked && done.get(entry.asked.email) }));
}
