import fc from "fast-check";
import type { Facts } from "../../../shared/access/paths.ts";
import { allPermissions, type Permission } from "../../../shared/access/permissions.ts";
import type { HeldRoles } from "../../../shared/model/role.ts";
import { matrices } from "../../support/matrices.ts";

export const now = new Date("2030-01-01T12:00:00.000Z");

/** Instants before, at and after now. */
export const end = fc.option(
  fc.constantFrom(
    "2029-12-31T23:59:59.999Z",
    "2030-01-01T11:59:59.999Z",
    "2030-01-01T12:00:00.000Z",
    "2030-01-01T12:00:00.001Z",
    "2031-01-01T00:00:00.000Z",
  ),
  { nil: undefined },
);

/** Any set of roles, each with or without an end, given by somebody. */
export const rolesOf = (...ids: string[]): fc.Arbitrary<HeldRoles> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...ids), end), {
      selector: ([role]) => role,
      maxLength: 3,
    })
    .map((held) =>
      Object.fromEntries(
        held.map(([role, expiresAt]) => [
          role,
          { at: "2029-01-01T00:00:00.000Z", by: "usr_before", ...(expiresAt && { expiresAt }) },
        ]),
      ),
    );

const maybe = <T>(what: fc.Arbitrary<T>, freq = 8) => fc.option(what, { nil: undefined, freq });

const event = fc.constantFrom("evt_1", "evt_2");
const platformRoles = rolesOf(...(matrices.platform?.roles ?? []), "gone");

/** Roles of the customer, of those above it and of one that is not above it. */
const customerRoleNames = [
  "owner",
  "admin",
  "employee",
  "auditor",
  "gone",
  "auditor@mid",
  "auditor@top",
  "auditor@elsewhere",
];

const customerBinding = maybe(fc.record({ roles: rolesOf(...customerRoleNames), since: event }));

/** What somebody, or a group of theirs, was given. */
const holding = {
  customerBinding,
  projectBinding: maybe(
    fc.record({
      roles: rolesOf("admin", "user", "reader", "pilot", "gone"),
      under: event,
      projectKey: fc.constantFrom("prj_1", "prj_2"),
    }),
  ),
};

const custom = (id: string, level: string) =>
  fc
    .subarray(allPermissions.filter((permission) => permission.startsWith(level)))
    .map((permissions: Permission[]) => ({ [id]: { name: id, permissions } }));

const person = fc.record({
  id: fc.constant("usr_1"),
  status: fc.constantFrom("active", "active", "active", "active", "invited", "disabled", "deleted"),
  platformRoles: maybe(platformRoles, 1),
});

/** Any set, of things that exist and one that does not, on the platform, here or elsewhere. */
const apiUser = fc.record({
  id: fc.constant("api_1"),
  customer: fc.constantFrom("acme", "acme", "mid", "top", "other", undefined),
  permissions: fc.subarray([...allPermissions, "customer.gone"]),
  updatedAt: fc.constant("2029-01-01T00:00:00.000Z"),
  updatedBy: fc.constant("usr_before"),
});

const groupNames = fc.constantFrom("all", "cgr_1", "cgr_2");

/** Groups of customers that a customer is in. */
const memberOf = fc.subarray(["cgr_1", "cgr_2", "cgr_3"]);

/** Roles on groups of customers. */
const onCustomerGroups = maybe(
  fc.dictionary(groupNames, rolesOf("admin", "employee", "auditor", "gone"), { maxKeys: 2 }),
);

const statuses = fc.constantFrom(
  ...(["active", "active", "active", "active"] as const),
  ...(["disabled", "checking", "deleting", "deleted"] as const),
);

/** What is held on a customer above. */
const heldOn = (id: string) =>
  fc.record({
    customer: fc.record({ id: fc.constant(id), status: statuses }),
    memberOf,
    customerBinding,
    onCustomerGroups,
    groups: fc.uniqueArray(
      fc.record({
        group: fc.constantFrom("grp_1", "grp_2", "grp_4"),
        customerBinding,
        onCustomerGroups,
      }),
      { selector: ({ group }) => group, maxLength: 2 },
    ),
  });

/** Anything that the table may say about somebody and a place. */
export const facts: fc.Arbitrary<Facts> = fc.record({
  now: fc.constant(now),
  principal: fc.oneof({ weight: 5, arbitrary: person }, { weight: 1, arbitrary: apiUser }),
  customer: maybe(
    fc.record({
      id: fc.constant("acme"),
      status: fc.constantFrom("active", "active", "disabled", "checking", "deleting", "deleted"),
    }),
  ),
  project: maybe(
    fc.record({
      id: fc.constant("web"),
      key: fc.constantFrom("prj_1", "prj_2"),
      status: fc.constantFrom("active", "active", "pending_deletion"),
    }),
  ),
  ...holding,
  groups: maybe(
    fc.uniqueArray(
      fc.record({
        group: fc.constantFrom("grp_1", "grp_2", "grp_3"),
        ...holding,
      }),
      { selector: ({ group }) => group, maxLength: 3 },
    ),
  ),
  memberOf,
  onCustomerGroups,
  ancestors: fc.oneof(
    fc.constant([]),
    heldOn("mid").map((mid) => [mid]),
    fc.tuple(heldOn("mid"), heldOn("top")),
  ),
  adminGroups: maybe(
    fc.uniqueArray(
      fc.record({
        group: fc.constantFrom("grp_7", "grp_8"),
        platformRoles: maybe(platformRoles, 1),
        onCustomerGroups,
      }),
      { selector: ({ group }) => group, maxLength: 2 },
    ),
    2,
  ),
  customRoles: maybe(
    fc.record({
      customer: fc
        .tuple(...["auditor", "auditor@mid", "auditor@top"].map((id) => custom(id, "customer")))
        .map((roles) => Object.assign({}, ...roles)),
      project: custom("pilot", "project"),
    }),
  ),
  hasLiveOwner: fc.boolean(),
});
