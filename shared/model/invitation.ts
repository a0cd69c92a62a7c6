import * as z from "zod/mini";
import { EmailAddress } from "./email-address.ts";
import { GroupId, Identifier, InvitationId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { CustomerRoleName, customerRoleOf, ProjectRoleId } from "./role.ts";
import { instant, name, prose, storedInstant } from "./text.ts";

/** What an invitation can be. Only those who may invite see that it waits for approval, or was refused it. */
export const invitationStates = [
  "awaiting_approval",
  "pending",
  "accepted",
  "declined",
  "refused",
  "revoked",
  "expired",
  "undeliverable",
] as const;

/** The offer of an access plan to an e-mail address. */
export const Invitation = lazy(() =>
  z.object({
    id: InvitationId(),
    customer: z.string(),
    email: z.string(),
    firstName: z.string(),
    lastName: z.string(),
    roles: z.array(z.string()),
    projects: z.array(z.object({ project: z.string(), role: z.string() })),
    groups: z.array(z.object({ group: z.string() })),
    accessExpiresAt: z.optional(storedInstant()),
    message: z.optional(z.string()),
    state: z.enum(invitationStates),
    /** The request that must be approved before its mail goes out. */
    accessRequest: z.optional(z.string()),
    expiresAt: storedInstant(),
    inviter: z.object({ id: z.string(), displayName: z.string() }),
    sentAt: storedInstant(),
    resent: z.int(),
    version: z.int(),
    createdAt: storedInstant(),
    updatedAt: storedInstant(),
  }),
);
export type Invitation = z.infer<ReturnType<typeof Invitation>>;

/** Which invitations to list. */
export const InvitationFilter = lazy(() =>
  z.strictObject({ state: z.optional(z.enum(invitationStates)) }),
);

/** Part of a plan that an acceptance left out. */
export const Skipped = lazy(() =>
  z.object({ kind: z.string(), id: z.string(), reason: z.string() }),
);
export type Skipped = z.infer<ReturnType<typeof Skipped>>;

/** A group of a plan: the permissions that it gave, and the roles that it held further down, each as `<role>@<whose> on <customer>`. */
const PlannedGroup = lazy(() =>
  z.object({ group: GroupId(), gives: z.array(z.string()), below: z.array(z.string()) }),
);

/** An invitation as stored: with the round that its link belongs to, the hash of that link's secret, and the projects' keys, since an id may come back for another project; and with what each group gave when it was made, so that nobody gets more. */
export const StoredInvitation = lazy(() =>
  z.extend(Invitation(), {
    projects: z.array(z.object({ project: z.string(), key: z.string(), role: z.string() })),
    groups: z._default(z.array(PlannedGroup()), []),
    round: z.int(),
    hash: z.optional(z.string()),
    days: z.int(),
    /** What its roles gave when others agreed to it: those that give more by now are left out. */
    gives: z.optional(z.array(z.string())),
    /** How many people had to agree to it, where others did. */
    needed: z.optional(z.int()),
    /** The bulk request that made it, and of which entry. */
    batch: z.optional(z.string()),
    /** Made together with its customer: it rests on the right to create customers for others. */
    byPlatform: z.optional(z.boolean()),
    /** The person behind the API user that sent it. */
    behind: z.optional(z.string()),
    acceptedBy: z.optional(z.string()),
    skipped: z.optional(z.array(Skipped())),
  }),
);
export type StoredInvitation = z.infer<ReturnType<typeof StoredInvitation>>;

/** A role of the plan, by itself or as `{role}`. */
const planned = () =>
  z.pipe(
    z.pipe(
      z.union([z.string().check(z.maxLength(65)), z.strictObject({ role: z.string() })]),
      z.transform((typed) => customerRoleOf(typeof typed === "string" ? typed : typed.role)),
    ),
    CustomerRoleName(),
  );

const once = (values: string[]) => new Set(values).size === values.length;

/** What an invitation takes. The link works for `expiresInDays` (1 to 30); the access it gives ends at `accessExpiresAt`, if ever. */
export const NewInvitation = lazy(() =>
  z.strictObject({
    email: EmailAddress(),
    firstName: name(),
    lastName: name(),
    roles: z
      .array(planned())
      .check(z.minLength(1), z.maxLength(5), z.refine(once, "must name each role once")),
    projects: z._default(
      z.array(z.strictObject({ project: Identifier(), role: ProjectRoleId() })).check(
        z.maxLength(20),
        z.refine(
          (plan) => once(plan.map(({ project, role }) => `${project} ${role}`)),
          "must name each project role once",
        ),
      ),
      [],
    ),
    groups: z._default(
      z.array(z.strictObject({ group: GroupId() })).check(
        z.maxLength(10),
        z.refine((plan) => once(plan.map(({ group }) => group)), "must name each group once"),
      ),
      [],
    ),
    accessExpiresAt: z.optional(instant()),
    expiresInDays: z._default(z.int().check(z.minimum(1), z.maximum(30)), 7),
    message: z.optional(prose(500)),
  }),
);
export type NewInvitation = z.infer<ReturnType<typeof NewInvitation>>;

export const resendLimit = 10;
export const unansweredLimit = 5;
export const day = 24 * 60 * 60 * 1000;

/** `awaiting_approval`, `pending` and `undeliverable` invitations can still become something else; time ends them without a write. */
export const stateOf = (invitation: Pick<Invitation, "state" | "expiresAt">, now: Date) =>
  isOpenState(invitation.state) && invitation.expiresAt <= now.toISOString()
    ? "expired"
    : invitation.state;

export const isOpenState = (state: Invitation["state"]) =>
  state === "awaiting_approval" || state === "pending" || state === "undeliverable";

export const isOpen = (invitation: Pick<Invitation, "state" | "expiresAt">, now: Date) =>
  isOpenState(stateOf(invitation, now));
