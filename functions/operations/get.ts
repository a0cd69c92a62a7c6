import { decide } from "../../shared/access/decide.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import * as api from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as facts from "../../shared/table/facts.ts";
import * as operations from "../../shared/table/operations.ts";

/** What starting an operation takes. */
const starting: Record<string, Permission> = {
  "project-deleted": "customer.projects.delete",
  "project-deletion-requested": "customer.projects.delete",
  "project-deletion-declined": "platform.tenants.delete",
  "customer-moved": "customer.owners.manage",
  "admin-group-deleted": "platform.admins.manage",
  "user-deleted": "platform.users.delete",
  "user-unclaimed": "platform.users.delete",
};

/** Whoever started an operation may always read it; others need the right that starting it took. */
export const run = useCase(
  api.operations.get,
  { ahead: (_, { params }) => operations.byId(params.operation) },
  async ({ ahead: operation, caller, now }) => {
    if (!operation) throw new Refusal("not_found");
    if (operation.startedBy === caller.id) return operation;
    const found = await facts.read(caller.id, { customer: operation.customer });
    const { allows } = decide({ ...found, now, principal: caller });
    if (!allows(starting[operation.kind] ?? "customer.members.remove"))
      throw new Refusal("not_found");
    return operation;
  },
);
