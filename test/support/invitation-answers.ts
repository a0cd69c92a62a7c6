import * as z from "zod/mini";
import { AcceptedInvitation, InvitationPreview } from "../../shared/model/invitation-link.ts";
import { type RefusalCode, statusOf, titleOf } from "../../shared/model/refusal.ts";
import type { Reply } from "./invitation-site.ts";

const day = 24 * 60 * 60 * 1000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** An invitation as its link shows it, in the contract's own shape. */
export const previewOf = (changes: Partial<InvitationPreview> = {}): Reply => ({
  status: 200,
  body: z.parse(InvitationPreview(), {
    id: "inv_01K0XJ3V8Q6Z5M4N3P2R1S0T9V",
    state: "pending",
    customer: { id: "northwind", displayName: "Northwind Traders" },
    inviter: { displayName: "Grace Hopper" },
    email: "ada.lovelace@example.org",
    firstName: "Ada",
    lastName: "Lovelace",
    roles: ["employee"],
    roleNames: ["Employee"],
    projects: [
      { project: "apollo", displayName: "Apollo", role: "reader", roleName: "Project Reader" },
    ],
    groups: [{ group: "grp_01K0XJ3V8Q6Z5M4N3P2R1S0T9V", displayName: "Mission control" }],
    message: "Hello Ada,\nwe would love to have you on the Apollo project. See you on Monday!",
    accessExpiresAt: inDays(200),
    expiresAt: inDays(6),
    ...changes,
  } satisfies InvitationPreview),
});

/** What an acceptance answers. */
export const acceptedWith = (changes: Partial<AcceptedInvitation> = {}): Reply => ({
  status: 200,
  body: z.parse(AcceptedInvitation(), {
    id: "inv_01K0XJ3V8Q6Z5M4N3P2R1S0T9V",
    state: "accepted",
    customer: { id: "northwind", displayName: "Northwind Traders" },
    principal: "usr_01K0XJ3V8Q6Z5M4N3P2R1S0T9V",
    roles: ["employee"],
    projects: [{ project: "apollo", role: "reader" }],
    groups: [{ group: "grp_01K0XJ3V8Q6Z5M4N3P2R1S0T9V" }],
    skipped: [],
    ...changes,
  } satisfies AcceptedInvitation),
});

/** A refusal as problem+json. */
export const refusedWith = (
  code: RefusalCode,
  detail: string = titleOf(code),
  headers: Record<string, string> = {},
): Reply => ({
  status: statusOf(code),
  headers,
  body: {
    type: `/problems/${code}`,
    title: titleOf(code),
    status: statusOf(code),
    detail,
    code,
    requestId: "JKJaXmPLvHcESHA=",
  },
});
