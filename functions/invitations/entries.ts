import { check } from "../../shared/lambda/parse.ts";
import { NewInvitation } from "../../shared/model/invitation.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import type { Made } from "../../shared/table/invitations.ts";

/** One of many invitations: what it asks for, or why it cannot be. */
export interface Entry {
  index: number;
  email?: string;
  asked?: NewInvitation;
  refusal?: Refusal;
  /** The invitation that an earlier, repeated request made of it. */
  done?: Made | undefined;
}

/** Checks each entry by itself, so that a wrong one stops no other. */
export function readEntries(raw: readonly Record<string, unknown>[]): Entry[] {
  return raw.map((entry, index) => {
    try {
      const asked = check(NewInvitation(), entry, "");
      return { index, email: asked.email, asked };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const email = typeof entry.email === "string" ? entry.email.slice(0, 320) : undefined;
      return { index, ...(email && { email }), refusal: error };
    }
  });
}
