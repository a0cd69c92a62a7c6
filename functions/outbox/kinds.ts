import type { OperationKind } from "../../shared/model/operation-kind.ts";
import {
  accessEnding,
  accessInterrupted,
  groupChanged,
  groupDeleted,
  groupLeft,
  memberRemoved,
  rightLost,
} from "./cascades.ts";
import { closing } from "./closing/closing.ts";
import { closings } from "./closings/closings.ts";
import { customerGroupRoleLost } from "./customer-group-role-lost.ts";
import { customerMoved } from "./customer-moved.ts";
import { customerUngrouped } from "./customer-ungrouped.ts";
import { adminGroupDeleted } from "./disband.ts";
import { customerGroupDeleted } from "./disband-customers.ts";
import { alsoElsewhere } from "./elsewhere.ts";
import { thingGroupDeleted } from "./empty-group.ts";
import type { Kind } from "./kind.ts";
import { messageSent } from "./message-sent.ts";
import { ownerDeclined } from "./owner-declined.ts";
import {
  projectDeleted,
  projectDeletionDeclined,
  projectDeletionRequested,
} from "./project-deleted.ts";
import { alsoBelow, rightLostBelow } from "./right-lost-below.ts";
import { searchRenewed } from "./search-renewed.ts";
import {
  adminAccessEnding,
  adminGroupChanged,
  customerGroupAccessEnding,
  requestDeclined,
} from "./telling-members.ts";
import { userDeleted, userUnclaimed } from "./user-deleted.ts";

/** How each kind of operation is done. */
export const kinds: Record<OperationKind, Kind> = {
  "member-removed": alsoBelow(memberRemoved),
  "access-interrupted": alsoBelow(accessInterrupted),
  "group-left": alsoBelow(alsoElsewhere(groupLeft)),
  "group-changed": alsoBelow(groupChanged),
  "group-deleted": alsoBelow(groupDeleted),
  "admin-group-changed": adminGroupChanged,
  "admin-group-deleted": alsoBelow(adminGroupDeleted),
  "project-deleted": projectDeleted,
  "project-deletion-requested": projectDeletionRequested,
  "project-deletion-declined": projectDeletionDeclined,
  "user-deleted": alsoElsewhere(userDeleted),
  "user-unclaimed": userUnclaimed,
  "right-lost": alsoBelow(alsoElsewhere(rightLost)),
  "right-lost-below": rightLostBelow,
  "role-narrowed": alsoBelow(rightLost),
  "access-ending": accessEnding,
  "admin-access-ending": adminAccessEnding,
  "customer-group-access-ending": customerGroupAccessEnding,
  "request-declined": requestDeclined,
  "owner-declined": ownerDeclined,
  "customer-group-deleted": customerGroupDeleted,
  "customer-group-role-lost": alsoBelow(customerGroupRoleLost),
  "customer-ungrouped": customerUngrouped,
  "customer-moved": customerMoved,
  "thing-group-deleted": thingGroupDeleted,
  "search-renewed": searchRenewed,
  "message-sent": messageSent,
  closing,
  closings,
};
