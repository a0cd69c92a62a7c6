import type { Event } from "../../shared/model/event.ts";
import { isUserId } from "../../shared/model/id.ts";
import { type Letter, letterOf } from "../../shared/model/outbox.ts";
import type { StoredProject } from "../../shared/model/project.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { StoredTenant, TenantDecision } from "../../shared/model/tenant.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as letters from "../../shared/table/letters.ts";

/** A tenant whose deletion waits for a word, and why it is to go. */
export function mustBePending({ deletion }: StoredProject, tenant: StoredTenant | undefined) {
  if (!tenant) throw new Refusal("not_found");
  if (!deletion)
    throw new Refusal(
      "nothing_pending",
      "This project stays: nobody asked for its deletion, or somebody declined it.",
    );
  return { tenant, deletion };
}

/** Tells whoever asked for a deletion what came of it; machines and whoever decides know. */
export const toRequester = (
  event: Event & { customerId: string },
  letter: Letter["letter"],
  requester: string,
  about: Pick<Letter, "version"> & Partial<Letter>,
): Write[] =>
  requester === event.actor.id || !isUserId(requester)
    ? []
    : [letters.write(letterOf(event, letter, requester, { ...about, requester }))];

/** The answer to a decision. */
export const decided = (
  decision: TenantDecision["decision"],
  tenant: StoredTenant,
  project: TenantDecision["project"],
  operation?: string,
): TenantDecision => ({ decision, tenant: tenant.id, project, ...(operation && { operation }) });
