import { Invitation, NewInvitation } from "../model/invitation.ts";
import { BulkInvitation, BulkResult, DryRun } from "../model/invitation-bulk.ts";
import {
  AcceptedInvitation,
  InvitationPreview,
  InvitationToken,
} from "../model/invitation-link.ts";
import { contract } from "./contract.ts";

const refusedWhenMade = [
  "already_member",
  "invitation_open",
  "owner_limit",
  "rate_limited",
] as const;

/** Offers of access to e-mail addresses. */
export const invitations = {
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/invitations",
    summary: "Invites a person by e-mail",
    allows: ["customer.members.grant"],
    body: NewInvitation,
    returns: Invitation,
    status: 201,
    refuses: [...refusedWhenMade, "address_not_deliverable"],
    replays: "invitations.get",
  }),
  bulk: contract({
    method: "POST",
    path: "/v1/customers/{customer}/invitations/bulk",
    summary: "Invites up to 500 people, with a result for each",
    allows: ["customer.members.grant"],
    query: DryRun,
    body: BulkInvitation,
    returns: BulkResult,
    refuses: ["rate_limited"],
    largest: 1024 * 1024,
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/invitations",
    summary: "Lists invitations, newest first",
    allows: ["customer.members.grant"],
    returns: Invitation,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/invitations/{invitation}",
    summary: "Answers an invitation",
    allows: ["customer.members.grant"],
    returns: Invitation,
  }),
  revoke: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/invitations/{invitation}",
    summary: "Takes an invitation back before it is accepted",
    allows: ["customer.members.grant"],
    returns: Invitation,
    ifMatch: "honoured",
    refuses: ["invitation_ended"],
    whenDisabled: true,
  }),
  resend: contract({
    method: "POST",
    path: "/v1/customers/{customer}/invitations/{invitation}/resend",
    summary: "Sends the mail again with a new link; the old link stops working",
    allows: ["customer.members.grant"],
    returns: Invitation,
    refuses: ["invitation_ended", "limit_reached", "rate_limited"],
    replays: "invitations.get",
  }),
  preview: contract({
    method: "POST",
    path: "/v1/invitations/preview",
    summary: "Shows what a link from an invitation mail offers",
    allows: "anyone",
    body: InvitationToken,
    returns: InvitationPreview,
    refuses: ["invitation_not_found"],
  }),
  accept: contract({
    method: "POST",
    path: "/v1/invitations/accept",
    summary: "Accepts an invitation by its link, for the address it was sent to",
    allows: "anyone",
    body: InvitationToken,
    returns: AcceptedInvitation,
    refuses: [
      "invitation_not_found",
      "invitation_ended",
      "invitation_blocked",
      "customer_disabled",
    ],
  }),
  decline: contract({
    method: "POST",
    path: "/v1/invitations/decline",
    summary: "Declines an invitation by its link",
    allows: "anyone",
    body: InvitationToken,
    returns: InvitationPreview,
    refuses: ["invitation_not_found", "invitation_ended"],
  }),
  page: contract({
    method: "GET",
    path: "/invitation",
    summary: "The page behind the link of an invitation mail",
    allows: "anyone",
    media: "text/html; charset=utf-8",
  }),
};
