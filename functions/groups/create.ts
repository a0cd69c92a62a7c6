import { api } from "../../shared/api/index.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import { newId } from "../../shared/model/id.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as rights from "../../shared/table/rights.ts";
import * as userGroups from "../../shared/table/user-groups.ts";

export const run = useCase(api.groups.create, async (request) => {
  const { caller, customer, body, now, decision, happened, commit } = request;
  const at = now.toISOString();
  const group = {
    ...body,
    ...{ id: newId("group", now), customer: customer.id, version: 1 },
    ...{ createdAt: at, createdBy: caller.id, updatedAt: at, updatedBy: caller.id },
  };
  const event = happened({
    type: "customer.group.created",
    subject: group.id,
    after: { identifier: group.identifier, displayName: group.displayName },
  });
  await commit(
    [
      ...userGroups.create(group),
      customers.isOpen(customer.id),
      ...rights.stillHeld(caller.id, decision.grantOf("customer.groups.manage"), now, customer.id),
      events.record(event),
    ],
    { group: group.id },
  );
  return group;
});
