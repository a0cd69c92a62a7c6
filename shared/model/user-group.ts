import * as z from "zod/mini";
import { groupChangeOf } from "./group-change.ts";
import { GroupId, Identifier, UserId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { HeldRoles } from "./role.ts";
import { kept, storedInstant, type Texts, typed } from "./text.ts";
import { Shown } from "./user.ts";

const profile = ({ name, prose }: Texts) => ({
  displayName: name(),
  description: z.optional(prose(2000)),
});

/** A named set of users inside one customer or, without one, on the platform. Its authors are shown where members may be seen. */
export const UserGroup = lazy(() =>
  z.object({
    id: GroupId(),
    identifier: Identifier(),
    customer: z.optional(Identifier()),
    ...profile(kept),
    version: z.int(),
    createdAt: storedInstant(),
    createdBy: z.optional(z.string()),
    updatedAt: storedInstant(),
    updatedBy: z.optional(z.string()),
  }),
);
export type UserGroup = z.infer<ReturnType<typeof UserGroup>>;

/** A group as stored: roles on the platform stand in its record, as those of people do. */
export const StoredUserGroup = lazy(() =>
  z.extend(UserGroup(), { platformRoles: z.optional(HeldRoles()) }),
);
export type StoredUserGroup = z.infer<ReturnType<typeof StoredUserGroup>>;

/** A group to be made. The identifier stays; it is unique inside the customer, or on the platform. */
export const NewUserGroup = lazy(() =>
  z.strictObject({ identifier: Identifier(), ...profile(typed) }),
);

/** A group as a line of an export names it: the customer's own by its identifier, one of a customer above as `<group>@<customer>`. */
export const GroupName = lazy(() =>
  z.string().check(
    z.regex(/^[^@]+(@[^@]+)?$/, "is not a valid identifier"),
    z.refine(
      (name) => name.split("@").every((part) => Identifier().safeParse(part).success),
      "is not a valid identifier",
    ),
  ),
);

/** The name of a group at a customer. */
export const groupNameAt = (
  at: string,
  { identifier, customer }: Pick<UserGroup, "identifier" | "customer">,
) => (customer === at ? identifier : `${identifier}@${customer}`);

/** Which group such a name is of, and whose. */
export function groupNamed(at: string, name: string) {
  const [identifier = name, owner = at] = name.split("@");
  return { owner, identifier };
}

export type NewUserGroup = z.infer<ReturnType<typeof NewUserGroup>>;

/** A JSON merge patch (RFC 7396): null takes a field away. */
export const UserGroupChange = lazy(() => {
  const { displayName, description } = profile(typed);
  return z.strictObject({
    displayName: z.optional(displayName),
    description: z.nullish(description),
  });
});

export type UserGroupChange = z.infer<ReturnType<typeof UserGroupChange>>;

/** What lists show of a group, copied to each of its bindings. */
export const ShownGroup = lazy(() => z.object({ identifier: z.string(), displayName: z.string() }));
export type ShownGroup = z.infer<ReturnType<typeof ShownGroup>>;

export const shownGroupOf = ({ identifier, displayName }: UserGroup): ShownGroup => ({
  identifier,
  displayName,
});

/** User × group. */
export const Membership = lazy(() =>
  z.object({
    principal: z.string(),
    group: z.string(),
    /** Whose group it is: a customer's, or the platform's. */
    customer: z.string(),
    shown: Shown(),
    at: storedInstant(),
    by: z.string(),
    /** True once project access at another customer than the group's rests on it. */
    carries: z.optional(z.boolean()),
  }),
);
export type Membership = z.infer<ReturnType<typeof Membership>>;

/** Somebody in a group. */
export const GroupMember = lazy(() =>
  z.object({
    id: UserId(),
    principal: z.extend(Shown(), { type: z.enum(["user"]), id: UserId() }),
    since: storedInstant(),
  }),
);
export type GroupMember = z.infer<ReturnType<typeof GroupMember>>;

/** A membership as it is answered. */
export const groupMemberOf = ({ principal, shown, at }: Membership): GroupMember => ({
  id: principal,
  principal: { type: "user", id: principal, ...shown },
  since: at,
});

/** People to be put into a group and taken out of it, by their ids. */
export const GroupMembersChange = groupChangeOf(UserId);
