/** A request body to try each endpoint with: what the viewer fills in. */
const examples: Record<string, unknown> = {
  "customers.create": { id: "acme", displayName: "Acme Ltd" },
  "customers.createFor": {
    ...{ id: "acme", displayName: "Acme Ltd" },
    people: [
      { email: "grace@example.org", firstName: "Grace", lastName: "Hopper", roles: ["owner"] },
    ],
  },
  "customers.update": { displayName: "Acme Limited", phone: "+49 30 1234567" },
  "customers.move": { parentId: "acme-europe" },
  "customers.close": { confirm: "acme", reason: "The contract has ended", recursive: true },
  "customers.closeMany": {
    ...{ ids: ["acme", "acme-europe"], confirm: 2, reason: "The contracts have ended" },
    recursive: true,
  },
  "customers.disable": { reason: "The contract has ended" },
  "customers.enable": { reason: "The contract goes on" },
  "users.create": { email: "grace@example.org", firstName: "Grace", lastName: "Hopper" },
  "users.update": { firstName: "Grace", lastName: "Hopper" },
  "users.addIdentity": { issuer: "https://login.example.org", subject: "0d9f7b1c" },
  "users.disable": { reason: "Has left the company" },
  "users.enable": { reason: "Is back" },
  "me.update": { firstName: "Ada", lastName: "Lovelace" },
  "admins.setRoles": { roles: [{ role: "ops-support" }, { role: "finops-manager" }] },
  "admins.grantRole": { expiresAt: "2030-01-31T12:00:00Z" },
  "members.setRoles": { roles: [{ role: "admin" }, { role: "employee" }] },
  "members.grantRole": { expiresAt: "2030-01-31T12:00:00Z" },
  "accessRequests.decline": { reason: "Not before the audit" },
  "accessRequests.declineOnPlatform": {},
  "apiUsers.create": {
    displayName: "Deployment",
    permissions: ["customer.view", "customer.projects.view", "customer.projects.create"],
  },
  "apiUsers.update": { permissions: ["customer.view", "customer.projects.view"] },
  "apiUsers.createOnPlatform": {
    displayName: "Cloud platform",
    permissions: ["platform.access.check"],
  },
  "apiUsers.updateOnPlatform": { description: "Asks who may be let in" },
  "apiKeys.create": { expiresAt: "2030-01-31T12:00:00Z" },
  "apiKeys.rotate": { overlapMinutes: 60 },
  "apiKeys.createOnPlatform": {},
  "apiKeys.rotateOnPlatform": { overlapMinutes: 60 },
  "access.check": {
    questions: [
      { permission: "customer.edit", customer: "acme" },
      { permission: "project.view", customer: "acme", project: "website" },
    ],
  },
  "access.explain": { permission: "customer.edit", customer: "acme" },
  "customRoles.create": {
    id: "auditor",
    name: "Auditor",
    permissions: ["customer.events.view", "customer.members.view"],
  },
  "customRoles.update": { permissions: ["customer.events.view"] },
  "customRoles.createOnPlatform": {
    id: "operator",
    name: "Operator",
    permissions: ["project.view", "project.resources.use", "project.cloud.access"],
    rank: 2,
    mappings: [{ platform: "aws", landingZone: "sandbox", platformRole: "PowerUser" }],
  },
  "customRoles.updateOnPlatform": { rank: 3 },
  "customerGroups.create": { displayName: "Schools" },
  "customerGroups.update": { displayName: "Schools and libraries" },
  "customerGroups.createOnPlatform": { displayName: "Cities" },
  "customerGroups.updateOnPlatform": { displayName: "Cities and towns" },
  "customerGroups.changeCustomers": { add: ["acme-berlin"], remove: ["acme-paris"] },
  "customerGroups.changeCustomersOnPlatform": { add: ["acme"], remove: [] },
  "customerGroups.grantRole": { expiresAt: "2030-01-31T12:00:00Z" },
  "customerGroups.grantRoleOnPlatform": {},
  "groups.create": { identifier: "night-shift", displayName: "Night shift" },
  "groups.update": { displayName: "Day shift" },
  "groups.createOnPlatform": { identifier: "on-call", displayName: "On call" },
  "groups.updateOnPlatform": { displayName: "On duty" },
  "groupMembers.changeOnPlatform": { add: ["usr_01J00000000000000000000000"] },
  "groupMembers.change": {
    add: ["usr_01J00000000000000000000000"],
    remove: ["usr_01J00000000000000000000001"],
  },
  "imports.create": {
    lines: [
      { kind: "customer", data: { id: "acme", displayName: "Acme Ltd" } },
      {
        kind: "member",
        data: { customer: "acme", email: "grace@example.org", roles: [{ role: "owner" }] },
      },
      { kind: "project", data: { customer: "acme", id: "website", displayName: "Website" } },
      {
        kind: "thing",
        data: { customer: "acme", things: "devices", externalId: "0815", name: "Meter" },
      },
    ],
  },
  "invitations.create": {
    email: "grace@example.org",
    firstName: "Grace",
    lastName: "Hopper",
    roles: ["employee"],
    groups: [{ group: "grp_01J00000000000000000000000" }],
    message: "Welcome aboard!",
  },
  "invitations.bulk": {
    invitations: [
      { email: "grace@example.org", firstName: "Grace", lastName: "Hopper", roles: ["employee"] },
    ],
  },
  "invitations.preview": { token: "acme.inv_01J00000000000000000000000.secret" },
  "invitations.accept": { token: "acme.inv_01J00000000000000000000000.secret" },
  "invitations.decline": { token: "acme.inv_01J00000000000000000000000.secret" },
  "things.create": {
    name: "Boiler",
    type: "heating",
    attributes: { serial: "B-1200", litres: 300 },
  },
  "things.createMany": { items: [{ name: "Boiler" }, { name: "Pump" }] },
  "things.update": { label: "Cellar", attributes: { litres: 320 } },
  "entityViews.create": {
    name: "Boiler for guests",
    thing: "dev_0001J00000000000000000000000",
    shows: ["litres"],
  },
  "entityViews.createMany": {
    items: [{ name: "Boiler", thing: "dev_0001J00000000000000000000000", shows: ["litres"] }],
  },
  "entityViews.update": { shows: ["litres", "serial"] },
  "things.deleteMany": { ids: ["dev_0001J00000000000000000000000"] },
  "things.changeOwner": { customer: "acme" },
  "things.setQuota": { quota: 1000 },
  "thingGroups.create": { name: "Cellar" },
  "thingGroups.update": { name: "Basement" },
  "thingGroups.changeThings": { add: ["dev_0001J00000000000000000000000"] },
  "messages.send": { text: "Sign-in will be down on Sunday from 6 to 8 o'clock." },
  "projects.create": { id: "website", displayName: "Website" },
  "projects.setQuota": { quota: 250 },
  "projects.update": { displayName: "New website" },
  "projects.delete": { confirm: "website", reason: "Replaced by the new one" },
  "tenants.create": { platform: "aws", landingZone: "sandbox", identifier: "123456789012" },
  "tenants.declineDeletion": { reason: "A database is still in use there" },
  "projectMembers.grantRole": {},
};

/** An example for one kind of things stands for all kinds that have none of their own. */
export const exampleOf = (noun: string, verb: string): unknown =>
  examples[`${noun}.${verb}`] ??
  examples[`${noun.replace(/^(device|asset|entityView|dashboard)/, "thing")}.${verb}`] ??
  (verb.endsWith("OnPlatform") ? exampleOf(noun, verb.replace("OnPlatform", "")) : undefined);
