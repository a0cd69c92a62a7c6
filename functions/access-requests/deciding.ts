import type { Request } from "../../shared/lambda/use-case.ts";
import type { Caller } from "../../shared/model/caller.ts";
import type { Gate } from "../../shared/model/gate.ts";
import type { Owners } from "../../shared/model/owners.ts";
import type { User } from "../../shared/model/user.ts";

/** What deciding on a request of a customer, or of the platform, works with. */
export interface Deciding<C extends Caller = User>
  extends Pick<
    Request,
    "decision" | "now" | "happened" | "commit" | "carryOut" | "readAhead" | "above" | "ownersAbove"
  > {
  caller: C;
  gate: Gate | undefined;
  owners: Owners | undefined;
}
