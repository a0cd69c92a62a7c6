import { exportedKinds } from "../../shared/model/exported-line.ts";
import type { importedData } from "../../shared/model/imported-line.ts";
import { customerGroupMember } from "./customer-group-people.ts";
import type { ImportKind } from "./importing.ts";
import { groupMember, groupRole, member } from "./people.ts";
import { projectGroupRole, projectMember } from "./project-people.ts";
import {
  customer,
  customerGroup,
  customRole,
  group,
  groupedCustomer,
  project,
  tenant,
} from "./records.ts";
import { thing, thingGroup } from "./things.ts";

type Kind = (typeof exportedKinds)[number];

/** Every kind of line that can be imported. */
export const importKinds: Record<keyof typeof importedData, ImportKind> = {
  customer,
  group,
  project,
  tenant,
  thing,
  member,
  "custom-role": customRole,
  "group-role": groupRole,
  "group-member": groupMember,
  "customer-group": customerGroup,
  "grouped-customer": groupedCustomer,
  "customer-group-member": customerGroupMember,
  "project-member": projectMember,
  "project-group-role": projectGroupRole,
  "thing-group": thingGroup,
};

/** Why the other lines of an export are left out. */
export const leftOut: Record<Exclude<Kind, keyof typeof importedData>, string> = {
  "api-user": "Keys of API users are in no export: make API users anew, with keys of their own.",
  invitation: "Links do not move: invite people anew.",
  "access-request": "What waited for approval is asked for anew.",
  event: "What happened elsewhere is no event here.",
};

export const isImported = (kind: Kind): kind is keyof typeof importedData =>
  Object.hasOwn(importKinds, kind);

/** Lines of a kind rest on those of kinds before it alone. */
export const rankOf = (kind: Kind) => exportedKinds.indexOf(kind);
