import { decide } from "../../shared/access/decide.ts";
import { api } from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import { useCase } from "../../shared/lambda/use-case.ts";
import type { Customer } from "../../shared/model/customer.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { nameOf, shownOf } from "../../shared/model/user.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as customers from "../../shared/table/customers.ts";
import * as events from "../../shared/table/events.ts";
import * as owners from "../../shared/table/owners.ts";
import * as projects from "../../shared/table/projects.ts";
import * as rates from "../../shared/table/rates.ts";

export const run = useCase(api.customers.create, async (request) => {
  const { caller, body, now, happened, commit } = request;
  if (!env.selfService)
    throw new Refusal("self_service_off", undefined, {
      ...(env.registrationUrl && { about: { registrationUrl: env.registrationUrl } }),
    });
  const at = now.toISOString();
  const customer: Customer = {
    ...body,
    status: "active",
    version: 1,
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const event = happened({
    type: "customer.created",
    subject: customer.id,
    customerId: customer.id,
    after: { displayName: customer.displayName },
  });
  const binding = {
    principal: caller.id,
    customer: customer.id,
    roles: { owner: { at, by: caller.id } },
    since: event.id,
    shown: shownOf(caller),
    version: 1,
    updatedAt: at,
  };
  await commit(
    [
      ...customers.create(customer, { customer: customer.id, status: "active", day: "", mails: 0 }),
      owners.create({
        customer: customer.id,
        places: [{ holder: caller.id, since: event.id }],
        version: 1,
      }),
      rates.countCustomer(caller.id),
      projects.startCounting(customer.id),
      bindings.put(binding, undefined),
      events.record(event),
    ],
    { customer: customer.id },
  );
  const { permissions } = decide({ now, principal: caller, customer, customerBinding: binding });
  return {
    ...customer,
    contacts: [{ id: caller.id, name: nameOf(caller), email: caller.email }],
    permissions: [...permissions.keys()],
  };
});
