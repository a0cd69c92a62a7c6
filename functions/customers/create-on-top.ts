import { decide } from "../../shared/access/decide.ts";
import type * as api from "../../shared/api/index.ts";
import { env } from "../../shared/env.ts";
import type { Request } from "../../shared/lambda/use-case.ts";
import { isApiUser } from "../../shared/model/caller.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import { nameOf, shownOf } from "../../shared/model/user.ts";
import { firstVersion } from "../../shared/model/version.ts";
import * as bindings from "../../shared/table/bindings.ts";
import * as rates from "../../shared/table/rates.ts";
import { founded, foundingWrites } from "./founding.ts";
import { homeMustBeOf } from "./home.ts";

/** A customer that stands below no other: whoever creates it owns it. */
export async function createOnTop(request: Omit<Request<typeof api.customers.create>, "ahead">) {
  const { caller, body, now, commit } = request;
  if (isApiUser(caller))
    throw new Refusal(
      "forbidden",
      "API users cannot own customers: set parentId to create it below another one.",
    );
  if (!env.selfService)
    throw new Refusal("self_service_off", undefined, {
      ...(env.registrationUrl && { about: { registrationUrl: env.registrationUrl } }),
    });
  await homeMustBeOf({}, body.homeDashboardId, request);
  const { parentId: _, owner: __, groups: ___, ...profile } = body;
  const founding = founded(profile, request, { owners: [caller.id] });
  const { customer, event } = founding;
  const binding = {
    principal: caller.id,
    customer: customer.id,
    roles: { owner: { at: event.at, by: caller.id } },
    since: event.id,
    shown: shownOf(caller),
    version: firstVersion(now),
    updatedAt: event.at,
  };
  await commit(
    [
      ...foundingWrites(founding, [{ holder: caller.id, since: event.id }], now),
      rates.countCustomer(caller.id),
      bindings.put(binding, undefined),
    ],
    { customer: customer.id },
  );
  const { permissions } = decide({ now, principal: caller, customer, customerBinding: binding });
  return {
    ...customer,
    contacts: [{ id: caller.id, name: nameOf(caller), email: caller.email }],
    permissions: [...permissions.keys()],
  };
}
