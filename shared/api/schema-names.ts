import type * as z from "zod/mini";
import * as access from "../model/access.ts";
import * as accessRequest from "../model/access-request.ts";
import * as admin from "../model/admin.ts";
import * as apiKey from "../model/api-key.ts";
import * as apiUser from "../model/api-user.ts";
import * as binding from "../model/binding.ts";
import * as customRole from "../model/custom-role.ts";
import * as customer from "../model/customer.ts";
import * as forOthers from "../model/customer-for-others.ts";
import * as event from "../model/event.ts";
import * as expired from "../model/expired-access.ts";
import * as exported from "../model/exported-line.ts";
import * as part from "../model/exported-part.ts";
import * as held from "../model/held-access.ts";
import * as home from "../model/home-dashboard.ts";
import * as imported from "../model/imported-line.ts";
import * as invitation from "../model/invitation.ts";
import * as bulk from "../model/invitation-bulk.ts";
import * as link from "../model/invitation-link.ts";
import * as operation from "../model/operation.ts";
import * as operationResult from "../model/operation-result.ts";
import * as pending from "../model/pending.ts";
import * as people from "../model/people.ts";
import * as project from "../model/project.ts";
import * as quotas from "../model/quotas.ts";
import * as reasoned from "../model/reasoned.ts";
import * as role from "../model/role.ts";
import * as catalogue from "../model/role-catalogue.ts";
import * as tenant from "../model/tenant.ts";
import * as thing from "../model/thing.ts";
import * as thingGroup from "../model/thing-group.ts";
import * as thingRequests from "../model/thing-requests.ts";
import * as user from "../model/user.ts";
import * as userGroup from "../model/user-group.ts";
import { described } from "./described.ts";

type Build = () => z.ZodMiniType;

const models: Record<string, unknown> = {
  ...accessRequest,
  ...pending,
  ...access,
  ...admin,
  ...binding,
  ...customer,
  ...customRole,
  ...catalogue,
  ...forOthers,
  ...held,
  ...event,
  ...expired,
  ...invitation,
  ...bulk,
  ...link,
  ...operation,
  ...operationResult,
  ...people,
  ...project,
  ...quotas,
  ...tenant,
  ...part,
  ...apiKey,
  ...apiUser,
  ...thing,
  ...thingGroup,
  ...thingRequests,
  ...home,
  ...exported,
  ...imported,
  ...reasoned,
  ...role,
  ...user,
  ...userGroup,
};

/** The name of a schema is the one it is exported under. */
export const nameOf = (build: Build): string | undefined =>
  Object.keys(models).find((name) => models[name] === build);

/** Every model that a contract takes or returns, once. */
export function namedSchemas(): { name: string; build: Build; io: "input" | "output" }[] {
  const contracts = described().map(({ contract }) => contract);
  const used = new Map<Build, "input" | "output">();
  for (const { body, returns } of contracts) {
    if (returns) used.set(returns, "output");
    if (body) used.set(body, "input");
  }
  return [...used].flatMap(([build, io]) => {
    const name = nameOf(build);
    return name ? [{ name, build, io }] : [];
  });
}
