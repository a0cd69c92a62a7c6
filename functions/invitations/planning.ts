import type { HeldGrant } from "../../shared/model/grant.ts";
import type { StoredInvitation } from "../../shared/model/invitation.ts";
import type { BulkResult } from "../../shared/model/invitation-bulk.ts";
import { placesWith } from "../../shared/model/new-invitation.ts";
import type { Owners } from "../../shared/model/owners.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as addressMails from "../../shared/table/address-mails.ts";
import { Outdated } from "../../shared/table/commit.ts";
import * as invitations from "../../shared/table/invitations.ts";
import type { Invitee } from "../../shared/table/invitees.ts";
import type { Entry } from "./entries.ts";
import { type Inviting, invite, mayPlan } from "./inviting.ts";

export type Result = BulkResult["results"][number];

/** An entry that nothing known speaks against. */
export interface Ready {
  entry: Entry;
  invitee: Invitee;
  invitation: StoredInvitation;
  allowed: HeldGrant | undefined;
}

/** What many invitations meet: by address, who is behind it and which invitation is open; and the places for owners. */
export interface Known {
  invitees: ReadonlyMap<string, Invitee>;
  open: ReadonlyMap<string, string>;
  owners: Owners;
}

/** Makes an invitation of each entry, or the refusal that it would meet: what a dry run answers. An address is invited once, by the first entry that nothing speaks against. */
export function planEntries(
  entries: readonly Entry[],
  { invitees, open, owners }: Known,
  inviting: Inviting & { batch: string },
): (Ready | Result)[] {
  const { now, batch } = inviting;
  let places = owners;
  const invited = new Set(entries.flatMap(({ done, email }) => (done && email ? email : [])));
  return entries.map((entry) => {
    const { index, email, asked, done } = entry;
    if (done) return { index, email, ...done };
    try {
      const invitee = asked && invitees.get(asked.email);
      if (!invitee) throw entry.refusal;
      const allowed = mayPlan(asked, inviting);
      const invitation = invite(asked, invitee, {
        ...inviting,
        batch: invitations.inBatch(batch, index),
      });
      if (invited.has(asked.email)) throw twice;
      const before = open.get(asked.email);
      if (before) throw invitations.alreadyOpen(before);
      addressMails.mustHaveRoom(invitee.mails, invitation.id, now);
      places = placesWith(invitation, places, "", now) ?? places;
      invited.add(asked.email);
      return { entry, invitee, allowed, invitation };
    } catch (error) {
      return refusedResult(entry, error);
    }
  });
}

const twice = new Refusal("invitation_open", "This address stands in the list twice.");

export function refusedResult({ index, email }: Entry, error: unknown): Result {
  const outdated = new Refusal("unavailable", "Somebody invited this address just now. Try again.");
  const refusal = error instanceof Outdated ? outdated : error;
  if (!(refusal instanceof Refusal)) throw error;
  const { code, message, details } = refusal;
  return { index, email, status: "refused", code, detail: message, errors: details.errors };
}
