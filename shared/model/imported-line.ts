import * as z from "zod/mini";
import { RoleSet } from "./binding.ts";
import { NewCustomRole } from "./custom-role.ts";
import { NewCustomer } from "./customer.ts";
import { NewCustomerGroup } from "./customer-group.ts";
import { EmailAddress } from "./email-address.ts";
import { exportedKinds } from "./exported-line.ts";
import { ExternalId } from "./external-id.ts";
import { Identifier, platform } from "./id.ts";
import { lazy } from "./lazy.ts";
import { NewProject } from "./project.ts";
import { Grant, ProjectRoleId } from "./role.ts";
import { NewTenant } from "./tenant.ts";
import { flag, name } from "./text.ts";
import { groupsAtMost } from "./thing.ts";
import { NewThingGroup } from "./thing-group.ts";
import { ThingKindName } from "./thing-kind.ts";
import { GroupName, NewUserGroup } from "./user-group.ts";

/** Lines that one request imports. */
const linesAtOnce = 500;

/** A line of an import: one of an export, or one made from what another system says. */
export const ImportedLine = lazy(() =>
  z.strictObject({
    kind: z.enum(exportedKinds),
    data: z.record(z.string(), z.unknown()),
    /** What an export says besides: of it only the id counts, where there is no other name. */
    about: z.optional(z.record(z.string(), z.unknown())),
  }),
);
export type ImportedLine = z.infer<ReturnType<typeof ImportedLine>>;

/** Up to 500 lines; each is checked by itself, so that a wrong one stops no other. */
export const ImportedLines = lazy(() =>
  z.strictObject({
    lines: z.array(z.unknown()).check(z.minLength(1), z.maxLength(linesAtOnce)),
  }),
);

/** Whether to look only, and whether people are told of what they are given. */
export const ImportQuery = lazy(() => z.strictObject({ dryRun: flag(), tell: flag() }));

const at = () => ({ customer: Identifier() });

/** Whose things they are: a customer's, or the platform's own. */
const owned = () => ({
  customer: z.union([Identifier(), z.literal(platform)]),
  things: ThingKindName(),
});
const person = () => ({
  email: EmailAddress(),
  firstName: z.optional(name(255, 0)),
  lastName: z.optional(name(255, 0)),
});
const customerRoles = () => ({ roles: RoleSet().shape.roles });
const oneHolder = "must name a person or a group of people";
const projectRoles = () => ({
  project: Identifier(),
  roles: z
    .array(z.extend(Grant(), { role: ProjectRoleId() }))
    .check(z.minLength(1), z.maxLength(10)),
});

/** What a line of each kind says. Of things only where they belong: the rest is checked where they are made. */
export const importedData = {
  customer: lazy(() => z.extend(NewCustomer(), { parentId: z.optional(Identifier()) })),
  "custom-role": lazy(() => z.extend(NewCustomRole(), at())),
  group: lazy(() => z.extend(NewUserGroup(), at())),
  member: lazy(() => z.strictObject({ ...at(), ...person(), ...customerRoles() })),
  "group-role": lazy(() => z.strictObject({ ...at(), group: GroupName(), ...customerRoles() })),
  "group-member": lazy(() => z.strictObject({ ...at(), group: Identifier(), ...person() })),
  "customer-group": lazy(() => z.extend(NewCustomerGroup(), at())),
  "grouped-customer": lazy(() =>
    z.strictObject({ ...at(), customerGroup: name(), child: Identifier() }),
  ),
  "customer-group-member": lazy(() =>
    z
      .strictObject({
        ...at(),
        ...person(),
        ...customerRoles(),
        customerGroup: name(),
        email: z.optional(EmailAddress()),
        group: z.optional(GroupName()),
      })
      .check(
        z.refine(({ email, group }) => (email === undefined) !== (group === undefined), oneHolder),
      ),
  ),
  project: lazy(() => z.extend(NewProject(), at())),
  tenant: lazy(() => z.extend(NewTenant(), { ...at(), project: Identifier() })),
  "project-member": lazy(() => z.strictObject({ ...at(), ...person(), ...projectRoles() })),
  "project-group-role": lazy(() =>
    z.strictObject({ ...at(), group: GroupName(), ...projectRoles() }),
  ),
  "thing-group": lazy(() => z.extend(NewThingGroup(), owned())),
  thing: lazy(() =>
    z.looseObject({
      ...owned(),
      externalId: z.optional(ExternalId()),
      groups: z.optional(z.array(ExternalId()).check(z.maxLength(groupsAtMost))),
      thing: z.optional(z.string().check(z.maxLength(300))),
    }),
  ),
} as const;

/** The schema of what a line of a kind says. */
export const dataOf = (kind: keyof typeof importedData): z.ZodMiniType<unknown> =>
  importedData[kind]();

/** What a line of a kind says, checked. */
export type ImportedData<Kind extends keyof typeof importedData> = z.infer<
  ReturnType<(typeof importedData)[Kind]>
>;

const statuses = [
  "created",
  "updated",
  "unchanged",
  "differs",
  "waiting",
  "skipped",
  "refused",
  "later",
] as const;

/** What became of a line, or would: made, given more roles, there already, there but otherwise, waiting for approval, nothing to import, refused, or not looked at yet: send it again. */
export const ImportedResult = lazy(() =>
  z.object({
    index: z.int(),
    status: z.enum(statuses),
    kind: z.optional(z.string()),
    /** By which it is known again. */
    key: z.optional(z.string()),
    id: z.optional(z.string()),
    /** The request that waits for approval. */
    accessRequest: z.optional(z.string()),
    /** Fields that are otherwise in what is there. */
    differs: z.optional(z.array(z.string())),
    /** Lines that have to come first, each as its kind and key. */
    needs: z.optional(z.array(z.string())),
    code: z.optional(z.string()),
    detail: z.optional(z.string()),
    errors: z.optional(z.array(z.object({ pointer: z.string(), message: z.string() }))),
  }),
);
export type ImportedResult = z.infer<ReturnType<typeof ImportedResult>>;

/** What became of each line, in the order sent. */
export const ImportResult = lazy(() =>
  z.object({ dryRun: z.boolean(), results: z.array(ImportedResult()) }),
);
