import { access } from "./access.ts";
import { accessRequests } from "./access-requests.ts";
import { admins } from "./admins.ts";
import { apiKeys } from "./api-keys.ts";
import { apiUsers } from "./api-users.ts";
import { customRoles } from "./custom-roles.ts";
import { customers } from "./customers.ts";
import { events } from "./events.ts";
import { expiredAccess } from "./expired-access.ts";
import { groupMembers } from "./group-members.ts";
import { groups } from "./groups.ts";
import { homeDashboard } from "./home-dashboard.ts";
import { invitations } from "./invitations.ts";
import { me } from "./me.ts";
import { members } from "./members.ts";
import { operations } from "./operations.ts";
import { pending } from "./pending.ts";
import { people } from "./people.ts";
import { permissions } from "./permissions.ts";
import { projectMembers } from "./project-members.ts";
import { projects } from "./projects.ts";
import { roles } from "./roles.ts";
import { subCustomers } from "./sub-customers.ts";
import { system } from "./system.ts";
import { tenants } from "./tenants.ts";
import { thingGroups } from "./thing-groups.ts";
import { things } from "./things.ts";
import { users } from "./users.ts";

/** Every endpoint: `api.<noun>.<verb>` is kept in `functions/<noun>/<verb>.ts`. */
export const api = {
  access,
  accessRequests,
  admins,
  apiKeys,
  apiUsers,
  customRoles,
  customers,
  events,
  expiredAccess,
  groupMembers,
  groups,
  homeDashboard,
  invitations,
  me,
  members,
  operations,
  pending,
  people,
  permissions,
  projectMembers,
  projects,
  roles,
  subCustomers,
  system,
  tenants,
  thingGroups,
  things,
  users,
};
