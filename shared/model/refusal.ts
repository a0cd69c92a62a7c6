const refusals = {
  invalid: [400, "The request is not valid"],
  address_not_deliverable: [400, "No mail can be sent to this address"],
  unauthenticated: [401, "Sign in first"],
  forbidden: [403, "You may not do this"],
  email_unverified: [403, "Your e-mail address is not verified"],
  user_disabled: [403, "Your account is disabled"],
  user_deleted: [403, "Your account was deleted"],
  self_service_off: [403, "Customers are created by administrators"],
  not_found: [404, "Not found"],
  invitation_not_found: [404, "This link is unknown or was replaced by a newer one"],
  method_not_allowed: [405, "Method not allowed"],
  address_taken: [409, "This address belongs to a user already"],
  already_member: [409, "This address already belongs to a member"],
  cycle: [409, "A customer cannot stand below itself"],
  blocked: [409, "Something stands in the way"],
  customer_closing: [409, "This customer is being closed"],
  customer_disabled: [409, "This customer is disabled"],
  email_claimed: [409, "This address belongs to another sign-in"],
  identity_taken: [409, "This sign-in belongs to another user"],
  group_owner: [409, "Only people own a customer"],
  group_of_all: [409, "The group of all is always there, and everything is in it"],
  identifier_taken: [409, "This identifier is taken"],
  invitation_blocked: [409, "This invitation cannot be accepted any more"],
  invitation_ended: [409, "This invitation is no longer open"],
  invitation_open: [409, "This address already has an open invitation"],
  key_ended: [409, "This key has ended or was replaced"],
  last_admin: [409, "The platform keeps at least one active Organization Admin without an end"],
  last_owner: [409, "A customer keeps at least one live owner without an end"],
  limit_reached: [409, "A limit is reached"],
  name_taken: [409, "This name is taken"],
  no_customer_access: [409, "This principal has no access to the customer"],
  owner_needed: [409, "A customer at the top needs an owner of its own"],
  not_cancellable: [409, "This operation cannot be cancelled"],
  nothing_to_retry: [409, "Nothing of this operation can be tried again"],
  operation_finished: [409, "This operation is over"],
  owner_limit: [409, "A customer has at most two owners"],
  nothing_pending: [409, "No deletion is awaiting a decision here"],
  project_pending_deletion: [409, "This project is about to be deleted"],
  request_decided: [409, "This request is decided already"],
  request_lapsed: [409, "This request has lapsed"],
  request_open: [409, "This waits for approval already"],
  user_unavailable: [409, "Nothing can be granted to this user"],
  role_held: [409, "Somebody still holds this role"],
  too_deep: [409, "Customers stand at most eight levels deep"],
  virtual_group: [409, "The group of all customers follows from the tree"],
  stale: [412, "Somebody else changed this meanwhile"],
  too_large: [413, "The request is too large"],
  unsupported_media_type: [415, "The body must be JSON"],
  idempotency_key_reused: [422, "This Idempotency-Key was used for another request"],
  too_much_history: [422, "This takes more of the log than one answer may read"],
  precondition_required: [428, "If-Match is required"],
  rate_limited: [429, "Too many requests"],
  internal: [500, "Something went wrong on our side"],
  unavailable: [503, "Try again in a moment"],
} as const satisfies Record<string, readonly [number, string]>;

/** What to do about a refusal whose title is all that there is to say of it. */
const advice: Partial<Record<RefusalCode, string>> = {
  user_disabled: "Ask those who run the platform to enable it.",
  user_deleted: "Sign in once more to begin anew.",
  not_found:
    "It does not exist, or you may not see it. Check the address and the account you are signed in with.",
  invitation_not_found:
    "Open the link of the newest mail, or ask whoever invited you to send it again.",
  customer_closing: "Nothing here can be changed.",
  customer_disabled:
    "Read, leave, remove, revoke, decline, withdraw or close; for anything else ask those who run the platform to enable it.",
  group_owner: "Name a person instead.",
  group_of_all: "Nothing about it can be changed. Make a group of your own.",
  virtual_group: "Nothing about it can be changed. Make a group of your own.",
  key_ended: "Make a new key instead.",
  last_admin: "Give somebody else this role, without an end, before this.",
  owner_limit:
    "Take the role from one of them before this, or take back an invitation that offers it.",
  user_unavailable: "They are disabled or deleted.",
};

/** Every reason for which Usher refuses a request: the closed list. */
export type RefusalCode = keyof typeof refusals;

export const refusalCodes = Object.keys(refusals) as RefusalCode[];

export const statusOf = (code: RefusalCode): number => refusals[code][0];

export const titleOf = (code: RefusalCode): string => refusals[code][1];

/** What a refusal may carry beyond its sentence: where a request is wrong, when to try again, links. */
export interface RefusalDetails {
  errors?: { pointer: string; message: string }[];
  retryAfter?: number;
  allow?: string[];
  /** Ids and addresses that help the caller on, shown as they are. */
  about?: Record<string, unknown>;
}

/** The one error that callers get to see. Anything else that is thrown is answered as a bare 500. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly details: RefusalDetails;

  constructor(
    code: RefusalCode,
    message: string = advice[code] ?? titleOf(code),
    details: RefusalDetails = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}
