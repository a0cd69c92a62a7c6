import { AcceptedInvitation, MyInvitation } from "../model/invitation-link.ts";
import { contract } from "./contract.ts";

/** Invitations to the caller's own verified address. */
export const myInvitations = {
  list: contract({
    method: "GET",
    path: "/v1/me/invitations",
    summary: "Lists open invitations to the caller's address",
    allows: "signed-in",
    returns: MyInvitation,
    lists: true,
  }),
  accept: contract({
    method: "POST",
    path: "/v1/me/invitations/{invitation}/accept",
    summary: "Accepts an invitation without its link",
    allows: "signed-in",
    returns: AcceptedInvitation,
    refuses: ["invitation_ended", "invitation_blocked", "customer_disabled"],
  }),
  decline: contract({
    method: "POST",
    path: "/v1/me/invitations/{invitation}/decline",
    summary: "Declines an invitation without its link",
    allows: "signed-in",
    returns: MyInvitation,
    refuses: ["invitation_ended"],
  }),
};
