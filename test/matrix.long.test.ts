import { beforeAll, describe, expect, test } from "vitest";
import type { Contract } from "../shared/api/contract.ts";
import {
  aForeignPlace,
  anUnknownPlace,
  aWorld,
  callerNames,
  type Place,
} from "./support/places.ts";
import { type Ask, ask, contracts } from "./support/requests.ts";
import { oneIn } from "./support/sample.ts";
import { seed } from "./support/seed.ts";

/** What each endpoint answers at the caller's own customer. */
// biome-ignore format: a table is read in columns
const own: Record<string, number[]> = {
  //                         owner admin empl. p.adm p.use p.rea stran oper. nobody
  "access.check":             [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "access.list":              [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "access.listOnProject":     [200, 200, 404, 200, 403, 403, 404, 404, 401],
  "access.explain":           [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "accessRequests.list":              [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "accessRequests.get":               [200, 200, 404, 404, 404, 404, 404, 200, 401],
  "accessRequests.approve":           [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "accessRequests.decline":           [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "accessRequests.withdraw":          [403, 403, 404, 404, 404, 404, 404, 403, 401],
  "accessRequests.listOpen":          [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "accessRequests.listOnPlatform":    [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "accessRequests.getOnPlatform":     [404, 404, 404, 404, 404, 404, 404, 404, 401],
  "accessRequests.approveOnPlatform": [403, 403, 403, 403, 403, 403, 403, 404, 401],
  "accessRequests.declineOnPlatform": [403, 403, 403, 403, 403, 403, 403, 404, 401],
  "accessRequests.withdrawOnPlatform": [404, 404, 404, 404, 404, 404, 404, 404, 401],
  "admins.list":              [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "admins.get":               [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "admins.setRoles":          [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "admins.grantRole":         [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "admins.takeRole":          [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "admins.remove":            [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "apiKeys.create":            [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "apiKeys.list":              [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "apiKeys.get":               [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "apiKeys.rotate":            [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "apiKeys.revoke":            [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "apiKeys.createOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "apiKeys.listOnPlatform":    [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "apiKeys.getOnPlatform":     [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "apiKeys.rotateOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "apiKeys.revokeOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "apiUsers.create":           [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "apiUsers.list":             [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "apiUsers.get":              [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "apiUsers.update":           [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "apiUsers.delete":           [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "apiUsers.createOnPlatform": [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "apiUsers.listOnPlatform":   [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "apiUsers.getOnPlatform":    [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "apiUsers.updateOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "apiUsers.deleteOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "customers.create":         [201, 201, 201, 201, 201, 201, 201, 201, 401],
  "customers.createFor":      [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "customerGroups.create": [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.list": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.get": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.update": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.delete": [202, 202, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.listCustomers": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.addCustomer": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.removeCustomer": [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.changeCustomers": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.listMembers": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.grantRole": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.takeRole": [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "customerGroups.createOnPlatform": [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "customerGroups.listOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.getOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.updateOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.deleteOnPlatform": [403, 403, 403, 403, 403, 403, 403, 202, 401],
  "customerGroups.listCustomersOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.addCustomerOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.removeCustomerOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "customerGroups.changeCustomersOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.listMembersOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.grantRoleOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customerGroups.takeRoleOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "subCustomers.list":        [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "customers.listAll":        [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customers.list":           [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "customers.get":            [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "customers.export":         [200, 403, 403, 403, 403, 403, 404, 404, 401],
  "customers.update":         [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "customers.move":           [200, 403, 403, 403, 403, 403, 404, 404, 401],
  "customers.close":          [200, 403, 403, 403, 403, 403, 404, 200, 401],
  "customers.closeMany":      [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "customers.disable":        [403, 403, 403, 403, 403, 403, 404, 200, 401],
  "customers.enable":         [403, 403, 403, 403, 403, 403, 404, 200, 401],
  "customRoles.create":       [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "customRoles.list":         [200, 200, 200, 200, 200, 200, 404, 404, 401],
  "customRoles.get":          [200, 200, 200, 200, 200, 200, 404, 404, 401],
  "customRoles.update":       [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "customRoles.delete":       [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "customRoles.createOnPlatform": [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "customRoles.listOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customRoles.getOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customRoles.updateOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "customRoles.deleteOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "events.list":              [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "events.listOnPlatform":    [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "expiredAccess.list":       [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "groups.create":            [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "groups.list":              [200, 200, 200, 200, 200, 200, 404, 404, 401],
  "groups.get":               [200, 200, 404, 404, 404, 404, 404, 404, 401],
  "groups.update":            [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "groups.delete":            [202, 202, 403, 403, 403, 403, 404, 404, 401],
  "groupMembers.list":        [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "groupMembers.add":         [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "groupMembers.remove":      [204, 204, 403, 403, 403, 403, 404, 404, 401],
  "groupMembers.change":      [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "groups.createOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "groups.listOnPlatform":    [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "groups.getOnPlatform":     [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "groups.updateOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "groups.deleteOnPlatform":  [403, 403, 403, 403, 403, 403, 403, 202, 401],
  "groupMembers.listOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "groupMembers.addOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "groupMembers.removeOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "groupMembers.changeOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "homeDashboard.get":        [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "imports.create":           [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "invitations.create":       [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "invitations.bulk":         [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "invitations.list":         [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "invitations.get":          [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "invitations.revoke":       [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "invitations.send":         [409, 409, 403, 403, 403, 403, 404, 404, 401],
  "invitations.resend":       [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "invitations.preview":      [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "invitations.accept":       [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "invitations.decline":      [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "invitations.listMine":     [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "invitations.acceptMine":   [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "invitations.declineMine":  [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "invitations.page":         [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "me.get":                   [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "me.access":                [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "me.update":                [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "members.list":             [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "members.get":              [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "members.join":             [403, 403, 403, 403, 403, 403, 404, 200, 401],
  "members.setRoles":         [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "members.grantRole":        [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "members.takeRole":         [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "members.remove":           [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "operations.get":           [200, 200, 404, 404, 404, 404, 404, 404, 401],
  "operations.list":          [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "operations.listAtCustomer": [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "operations.results":       [200, 200, 404, 404, 404, 404, 404, 404, 401],
  "operations.cancel":        [202, 202, 404, 404, 404, 404, 404, 404, 401],
  "operations.retry":         [202, 202, 404, 404, 404, 404, 404, 404, 401],
  "messages.send":            [403, 403, 403, 403, 403, 403, 404, 202, 401],
  "people.renew":             [202, 202, 403, 403, 403, 403, 404, 404, 401],
  "people.search":            [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "pending.list":             [200, 200, 403, 403, 403, 403, 404, 404, 401],
  "permissions.list":         [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "projectMembers.list":      [200, 200, 404, 200, 403, 403, 404, 404, 401],
  "projectMembers.grantRole": [200, 200, 404, 403, 403, 403, 404, 404, 401],
  "projectMembers.takeRole":  [204, 204, 404, 403, 403, 403, 404, 404, 401],
  "projectMembers.remove":    [204, 204, 404, 403, 403, 403, 404, 404, 401],
  "projects.create":          [201, 201, 403, 403, 403, 403, 404, 404, 401],
  "projects.list":            [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "projects.listAll":         [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "projects.exportAll":       [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "projects.get":             [200, 200, 404, 200, 200, 200, 404, 200, 401],
  "projects.setQuota":        [403, 403, 403, 403, 403, 403, 404, 200, 401],
  "projects.update":          [200, 200, 404, 200, 403, 403, 404, 403, 401],
  "projects.delete":          [202, 202, 404, 403, 403, 403, 404, 404, 401],
  "tenants.create":           [201, 201, 404, 403, 403, 403, 404, 404, 401],
  "tenants.list":             [200, 200, 404, 200, 200, 200, 404, 200, 401],
  "tenants.get":              [200, 200, 404, 200, 200, 200, 404, 200, 401],
  "tenants.confirmDeletion":  [403, 403, 404, 403, 403, 403, 404, 200, 401],
  "tenants.declineDeletion":  [403, 403, 404, 403, 403, 403, 404, 200, 401],
  "tenants.listPending":      [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "quotas.get":               [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "quotas.exportAll":         [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "roles.list":               [200, 200, 200, 200, 200, 200, 200, 200, 401],
  "system.health":            [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "system.openapi":           [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "system.docs":              [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "system.asset":             [200, 200, 200, 200, 200, 200, 200, 200, 200],
  "things.create": [201, 201, 403, 403, 403, 403, 404, 201, 401],
  "things.createOnPlatform": [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "things.createMany": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "things.createManyOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.list": [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "things.listOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.count": [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "things.countOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.get": [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "things.getOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.update": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "things.updateOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.delete": [204, 204, 403, 403, 403, 403, 404, 204, 401],
  "things.deleteOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "things.deleteMany": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "things.deleteManyOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.changeOwner": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "things.changeOwnerOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "things.setQuota": [403, 403, 403, 403, 403, 403, 404, 200, 401],
  "thingGroups.create": [201, 201, 403, 403, 403, 403, 404, 201, 401],
  "thingGroups.createOnPlatform": [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "thingGroups.list": [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "thingGroups.listOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "thingGroups.get": [200, 200, 200, 200, 200, 200, 404, 200, 401],
  "thingGroups.getOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "thingGroups.update": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "thingGroups.updateOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "thingGroups.delete": [202, 202, 403, 403, 403, 403, 404, 202, 401],
  "thingGroups.deleteOnPlatform": [403, 403, 403, 403, 403, 403, 403, 202, 401],
  "thingGroups.addThing": [204, 204, 403, 403, 403, 403, 404, 204, 401],
  "thingGroups.addThingOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "thingGroups.removeThing": [204, 204, 403, 403, 403, 403, 404, 204, 401],
  "thingGroups.removeThingOnPlatform": [403, 403, 403, 403, 403, 403, 403, 204, 401],
  "thingGroups.changeThings": [200, 200, 403, 403, 403, 403, 404, 200, 401],
  "thingGroups.changeThingsOnPlatform": [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.list":               [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.create":             [403, 403, 403, 403, 403, 403, 403, 201, 401],
  "users.get":                [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.export":             [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.update":             [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.addIdentity":        [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.delete":             [403, 403, 403, 403, 403, 403, 403, 202, 401],
  "users.disable":            [403, 403, 403, 403, 403, 403, 403, 200, 401],
  "users.enable":             [403, 403, 403, 403, 403, 403, 403, 200, 401],
};

type Who = (typeof callerNames)[number];

const isOfPlatform = (name: string) => /^(system|admins|users)\.|OnPlatform$/.test(name);

/** What they answer about customers that are other people's or nobody's; the others know no customers. */
const elsewhere = (name: string) => {
  if (/^invitations\.(preview|accept|decline)$/.test(name)) return () => 404;
  const knowsPlaces = contracts[name]?.path.includes("{") && !isOfPlatform(name);
  return knowsPlaces ? (who: Who) => (who === "nobody" ? 401 : 404) : undefined;
};

/** Who has no business at other people's customers. */
const outsidersOf = (name: string) =>
  callerNames.filter(
    (who) =>
      who !== "operator" ||
      !/^(customers\.(get|update|disable|enable|close)|events\.list|subCustomers\.list|members\.(list|get|join)|projects\.(list|get|update|setQuota)|quotas\.get|messages\.send|tenants\.(list|get|confirmDeletion|declineDeletion)|things\.\w+|thingGroups\.\w+|homeDashboard\.get|accessRequests\.(list|get|approve|decline|withdraw))$/.test(
        name,
      ),
  );

let world: Awaited<ReturnType<typeof aWorld>>;
let foreign: Place;
const unknown = anUnknownPlace();

beforeAll(async () => {
  world = await aWorld();
  foreign = await aForeignPlace();
});

const kept = new Map<Place, Place>();

/** The same place, where the same things are made once: whoever is refused or only looks changes nothing. */
function untouched(place: Place): Place {
  const once = <T>(make: () => Promise<T>) => {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
  };
  const { member, projectMember, doomed, invitation, token, administrator } = place;
  const { tenant, pendingTenant, cancellable, retriable } = place;
  const { customerGroup, topGroup } = place;
  const { group, membership, adminGroup, role, apiUser, platformApiUser, accessRequest } = place;
  const { thing, platformThing, thingGroup, platformThingGroup } = place;
  const found = kept.get(place) ?? {
    ...place,
    member: once(member),
    projectMember: once(projectMember),
    tenant: once(tenant),
    pendingTenant: once(pendingTenant),
    cancellable: once(cancellable),
    retriable: once(retriable),
    doomed: once(doomed),
    invitation: once(invitation),
    token: once(token),
    apiUser: once(apiUser),
    platformApiUser: once(platformApiUser),
    role: once(role),
    accessRequest: once(accessRequest),
    adminGroup: once(adminGroup),
    thing: once(thing),
    platformThing: once(platformThing),
    thingGroup: once(thingGroup),
    platformThingGroup: once(platformThingGroup),
    customerGroup: once(customerGroup),
    topGroup: once(topGroup),
    administrator: once(administrator),
    group: once(group),
    membership: once(membership),
  };
  kept.set(place, found);
  return found;
}

const looksOnly = (name: string) =>
  contracts[name]?.method === "GET" || name === "invitations.preview";

/** What an endpoint answers to a caller at a place. */
async function answerTo(name: string, who: Who, where: Place, expected = 0) {
  const caller = world.callers[who];
  const place = looksOnly(name) || expected === 0 || expected >= 400 ? untouched(where) : where;
  const { path, body, headers } = await (ask[name] as Ask)(place, caller, expected);
  const { method } = contracts[name] as Contract;
  const answer = await caller.call(method, path, {
    ...(body !== undefined && { body }),
    headers: { "x-request-id": "matrix", ...headers },
  });
  const seen = Object.fromEntries(answer.headers);
  return {
    status: answer.status,
    headers: { ...seen, date: "", "apigw-requestid": "" },
    body: answer.body,
  };
}

test("covers every endpoint", () => {
  expect(Object.keys(own).sort()).toEqual(Object.keys(contracts).sort());
  expect(Object.keys(ask).sort()).toEqual(Object.keys(contracts).sort());
});

describe.each(Object.keys(own))("%s", (name) => {
  test("lets in whom the permissions name, and nobody else", async () => {
    const row = own[name] as number[];
    const statuses: number[] = [];
    const ask = async (i: number) => {
      const answer = await answerTo(name, callerNames[i] as Who, world.place, row[i]);
      statuses[i] = answer.status;
    };
    const isRefused = (i: number) => (row[i] as number) >= 400;
    await Promise.all([...row.keys()].filter(isRefused).map(ask));
    for (const i of row.keys()) if (!isRefused(i)) await ask(i);
    expect(statuses).toEqual(row);
  });

  const expected = elsewhere(name);
  if (!expected) return;
  const others = outsidersOf(name).filter((who) => who !== "owner" && who !== "stranger");
  const outsiders = ["owner", "stranger", ...oneIn(3, others, name)] as const;
  test(`tells nobody whether another customer exists (TEST_SEED=${seed})`, async () => {
    const told = outsiders.map(async (who) => [who, await answerTo(name, who, foreign)] as const);
    const answers = await Promise.all(told);
    for (const [who, theirs] of answers) {
      expect([who, theirs.status]).toEqual([who, expected(who)]);
      if (who === "owner" || who === "stranger")
        expect(await answerTo(name, who, unknown)).toEqual(theirs);
    }
  });
});
