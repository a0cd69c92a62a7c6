import { seenRequest } from "../../shared/model/access-request.ts";
import type { Event } from "../../shared/model/event.ts";
import type { ExportedPart } from "../../shared/model/exported-part.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as apiKeys from "../../shared/table/api-keys.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import { getMany, type Item, type Key } from "../../shared/table/client.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { keys } from "../../shared/table/schema.ts";

/** How something is found that an act made, and shown while it is there and still somebody's. */
interface Making {
  keyOf(event: Event): Key;
  show(item: Item, event: Event, by: string, now: Date): ExportedPart | undefined;
}

const apiUser: Making = {
  keyOf: ({ subject }) => keys["api user"]({ apiUser: subject }),
  show: (item, _, by) => {
    const apiUser = apiUsers.parse(item);
    return apiUser?.createdBy === by ? { part: "api-user", apiUser } : undefined;
  },
};

const apiKey: Making = {
  keyOf: ({ subject, after }) => keys["api key"]({ apiUser: subject, key: String(after?.key) }),
  show: (item, _, by) => {
    const apiKey = apiKeys.parse(item);
    return apiKey?.createdBy === by ? { part: "api-key", apiKey } : undefined;
  },
};

/** Whoever sent it last has sent it: that they did, to whom is not about them. */
const invitation: Making = {
  keyOf: ({ customerId: customer = "", subject }) =>
    keys.invitation({ customer, invitation: subject }),
  show: (item, { at }, by, now) => {
    const found = invitations.parse(item);
    if (found?.inviter.id !== by || found.sentAt !== at) return undefined;
    return { part: "sent-invitation", sentInvitation: { ...found, state: stateOf(found, now) } };
  },
};

/** What they asked for themselves is found with what is about them, as long as it waits. */
const accessRequest: Making = {
  keyOf: ({ customerId: customer, accessRequest = "" }) =>
    accessRequests.keyOf({ customer, id: accessRequest }),
  show: (item, _, by, now) => {
    const found = accessRequests.parse(item);
    if (found?.requester.id !== by || found.principal === by) return undefined;
    return { part: "access-request", accessRequest: seenRequest(found, now) };
  },
};

/** By which acts something is made; whose it is, the platform's or a customer's, does not matter. */
const makings: Record<string, Making> = {
  "api-user.created": apiUser,
  "api-user.key.created": apiKey,
  "api-user.key.rotated": apiKey,
  "invitation.created": invitation,
  "invitation.sent": invitation,
  "invitation.resent": invitation,
  "access-request.created": accessRequest,
};

const makingOf = ({ type }: Event) => makings[type.slice(type.indexOf(".") + 1)];

/** What is still there of what somebody made with some acts: API users, keys, invitations and requests for others. */
export async function madeIn(
  events: readonly Event[],
  by: string,
  now: Date,
): Promise<ExportedPart[]> {
  const acts = events.flatMap((event) => {
    const making = makingOf(event);
    return making ? [{ event, making }] : [];
  });
  const found = await getMany(acts.map(({ event, making }) => making.keyOf(event)));
  return acts.flatMap(({ event, making }, i) => {
    const item = found[i];
    return (item && making.show(item, event, by, now)) ?? [];
  });
}
