import type { Calls } from "./call.ts";
import { access } from "./calls/access.ts";
import { accessRequests } from "./calls/access-requests.ts";
import { admins } from "./calls/admins.ts";
import { apiUsers } from "./calls/api-users.ts";
import { customRoles } from "./calls/custom-roles.ts";
import { customerGroups } from "./calls/customer-groups.ts";
import { customers } from "./calls/customers.ts";
import { expiredAccess } from "./calls/expired-access.ts";
import { groups } from "./calls/groups.ts";
import { imports } from "./calls/imports.ts";
import { invitations } from "./calls/invitations.ts";
import { me } from "./calls/me.ts";
import { members } from "./calls/members.ts";
import { operations } from "./calls/operations.ts";
import { people } from "./calls/people.ts";
import { projects } from "./calls/projects.ts";
import { roles } from "./calls/roles.ts";
import { system } from "./calls/system.ts";
import { tenants } from "./calls/tenants.ts";
import { things } from "./calls/things.ts";
import { users } from "./calls/users.ts";

/** A request of every endpoint. */
export const calls: Calls = {
  ...customers,
  ...members,
  ...expiredAccess,
  ...groups,
  ...customerGroups,
  ...customRoles,
  ...imports,
  ...invitations,
  ...operations,
  ...people,
  ...projects,
  ...tenants,
  ...me,
  ...roles,
  ...access,
  ...accessRequests,
  ...admins,
  ...users,
  ...apiUsers,
  ...things,
  ...system,
};
