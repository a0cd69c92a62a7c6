import { Identifier, InvitationId } from "./id.ts";

/** The fragment of an invitation's link: where the invitation is kept, and the secret that proves the mail was received. */
export interface InvitationLink {
  customer: string;
  invitation: string;
  secret: string;
}

export const tokenOf = ({ customer, invitation, secret }: InvitationLink) =>
  `${customer}.${invitation}.${secret}`;

/** What stands in a token; undefined when it was cut off or made up. */
export function linkIn(token: string): InvitationLink | undefined {
  const [customer, invitation, secret, ...rest] = token.trim().split(".");
  const isWhole = secret !== undefined && /^[\w-]{22,128}$/.test(secret) && rest.length === 0;
  if (!isWhole || !Identifier().safeParse(customer).success) return undefined;
  if (!InvitationId().safeParse(invitation).success) return undefined;
  return { customer: customer as string, invitation: invitation as string, secret };
}
