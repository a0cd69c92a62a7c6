import type { Decision } from "../../shared/access/decide.ts";
import type { Contract } from "../../shared/api/contract.ts";
import { mayCall } from "../../shared/lambda/may-call.ts";
import { Refusal } from "../../shared/model/refusal.ts";

/** Whether somebody may do this below the customer that a body names as the parent; which one it is that is not there is said. */
export function mayCallBelow(
  parentId: string,
  contract: Contract,
  found: Parameters<typeof mayCall>[2],
  now: Date,
): Decision {
  try {
    return mayCall(contract, { customer: parentId }, found, now);
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "not_found") throw error;
    const said = `There is no customer ${parentId}, or you may not know of it.`;
    const errors = [{ pointer: "/parentId", message: "must be a customer that you know of" }];
    throw new Refusal("not_found", `${said} Look at parentId.`, { errors });
  }
}
