/** A role in words, and when it ends, if ever. */
export interface RoleInWords {
  name: string;
  until?: string | undefined;
}

/** What every letter says: the customer's display name, and whom it greets, when that is known. */
interface About {
  customer: string;
  firstName?: string | undefined;
}

/** An access letter speaks of the customer, of one of its projects, of customers right below it, or of the platform itself; `by` is who acted, `url` where to sign in. */
interface AboutAccess extends About {
  project?: string | undefined;
  by: string;
  url?: string | undefined;
  customers?: CustomersInWords | undefined;
  onPlatform?: boolean | undefined;
  /** The group by which the reader has them. */
  group?: string | undefined;
}

/** Those right below the customer that are in a group, or all of them. */
export interface CustomersInWords {
  group?: string | undefined;
}

/** Roles on a customer, on one of its projects, on customers right below it, or on the platform itself. */
export interface PlaceInWords {
  customer: string;
  project?: string | undefined;
  customers?: CustomersInWords | undefined;
  onPlatform?: boolean | undefined;
  roles: readonly RoleInWords[];
}

/** An invitation letter to the inviter or an owner names whom it was for. */
interface AboutInvitation extends About {
  invitee: string;
  address: string;
}

export interface InvitationLetter extends About {
  letter: "invitation";
  inviter: string;
  lastName?: string | undefined;
  address: string;
  roles: readonly string[];
  groups?: readonly string[];
  projects: readonly { name: string; roles: readonly string[] }[];
  accessUntil?: string | undefined;
  message?: string | undefined;
  link: string;
  linkUntil: string;
  /** How often it was sent before. */
  resent: number;
}

export interface AccessGrantedLetter extends AboutAccess {
  letter: "access-granted";
  roles: readonly RoleInWords[];
  /** Where, if in more than one place: then `roles` is empty. */
  places?: readonly PlaceInWords[];
}

export interface RolesChangedLetter extends AboutAccess {
  letter: "roles-changed";
  before: readonly RoleInWords[];
  after: readonly RoleInWords[];
}

export interface AccessRevokedLetter extends About {
  letter: "access-revoked";
  by: string;
  /** `count` is the number of all lost projects, of which `projects` names the first; `customer` tells that the customer is lost too. */
  lost: { customer: boolean; projects: readonly string[]; count: number };
  customers?: CustomersInWords | undefined;
  onPlatform?: boolean | undefined;
  /** Roles that a group gave and that are over, though not all access there may be; and what the group is called. */
  ended?: readonly PlaceInWords[];
  group?: string | undefined;
  /** True where they were the reader's own. */
  own?: boolean;
  /** Groups through which the reader still has access, and from where else. */
  keptThrough?: readonly string[];
  keptFrom?: readonly string[];
}

/** Names the group through which the roles are held, and whom one may ask; without a customer they are roles on the platform, or on customers that stand right below it. */
export interface AccessEndingLetter extends Partial<About> {
  letter: "access-ending";
  project?: string | undefined;
  customers?: CustomersInWords | undefined;
  group?: string | undefined;
  roles: readonly RoleInWords[];
  owners: readonly string[];
}

/** Names the API user of the customer or, without one, of the platform. */
export interface KeyEndingLetter extends Partial<About> {
  letter: "key-ending";
  apiUser: string;
  key: string;
  until: string;
  owners: readonly string[];
}

/** `by` is who took the right to invite; nobody where the inviter gave it up. */
export interface InvitationsWithdrawnLetter extends About {
  letter: "invitation-revoked-inviter-lost-right";
  inviter: string;
  by?: string | undefined;
  invitees: readonly string[];
  count: number;
}

/** `loser` is whom the keys were shown to, `by` who took the right to manage them; nobody where they gave it up. */
export interface KeysRevokedLetter extends About {
  letter: "keys-revoked";
  apiUser: string;
  loser: string;
  by?: string | undefined;
  count: number;
}

export interface InvitationUndeliverableLetter extends AboutInvitation {
  letter: "invitation-undeliverable";
}

export interface AcceptanceImpossibleLetter extends AboutInvitation {
  letter: "acceptance-impossible";
  inviter: string;
  reason: "owner-limit" | "nothing-left";
}

export interface IdentityAddedLetter {
  letter: "identity-added";
  firstName?: string | undefined;
  address: string;
  by: string;
}

/** A request names who asked, for whom if for somebody, and what; without a customer it is about the platform. */
export interface AboutRequest extends Partial<About> {
  by: string;
  who?: string | undefined;
  what: readonly AskedInWords[];
}

/** A role that is asked for, where and through which group it would be held, `child` being a customer that is to come among others; or something else. */
export type AskedInWords =
  | (RoleInWords & {
      project?: string | undefined;
      customers?: CustomersInWords | undefined;
      child?: string | undefined;
      group?: string | undefined;
    })
  | { act: "role" | "api-user"; name: string; gives: readonly string[] }
  | { act: "group"; name: string }
  | { act: "move"; name?: string | undefined }
  | { act: "fewer"; needed: number };

/** Names the request by its id, too, and where to sign in. */
export interface ApprovalWantedLetter extends AboutRequest {
  letter: "approval-wanted";
  id: string;
  url?: string | undefined;
  needed: number;
  agreed: number;
}

export interface RequestDecidedLetter extends AboutRequest {
  letter: "request-approved" | "request-declined";
  /** Nobody where it lapsed by itself. */
  decidedBy?: string | undefined;
  reason?: string | undefined;
}

/** What becomes of a project: `regains` tells who has access again from whoever only asked for the deletion. */
export interface ProjectDeletionLetter extends About {
  letter: "project-deletion-requested" | "project-deletion-declined" | "project-deleted";
  project: string;
  by: string;
  /** Who had asked for it; left out where it is the reader. */
  requester?: string | undefined;
  reason?: string | undefined;
  regains?: boolean;
}

/** Names the reason that whoever closed the customer gave. */
export interface CustomerClosedLetter extends About {
  letter: "customer-closed";
  by: string;
  reason?: string | undefined;
}

/** What whoever runs the platform writes to each member of a customer. */
export interface MessageLetter extends About {
  letter: "message";
  by: string;
  text: string;
}

/** Names the customer that is left without an owner, and who declined to be its last one. */
export interface OwnerDeclinedLetter extends About {
  letter: "owner-declined";
  id: string;
  by: string;
  url?: string | undefined;
}

/** Everything a letter says. Instants are ISO 8601; names are as people typed them: `compose` makes them harmless. */
export type LetterContent =
  | InvitationLetter
  | AccessGrantedLetter
  | RolesChangedLetter
  | AccessRevokedLetter
  | AccessEndingLetter
  | KeyEndingLetter
  | InvitationsWithdrawnLetter
  | KeysRevokedLetter
  | InvitationUndeliverableLetter
  | AcceptanceImpossibleLetter
  | IdentityAddedLetter
  | ApprovalWantedLetter
  | RequestDecidedLetter
  | ProjectDeletionLetter
  | CustomerClosedLetter
  | MessageLetter
  | OwnerDeclinedLetter;
