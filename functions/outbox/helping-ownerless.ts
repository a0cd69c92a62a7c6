import { decide } from "../../shared/access/decide.ts";
import { isClosed } from "../../shared/model/customer.ts";
import * as accessFacts from "../../shared/table/access-facts.ts";

/** True of whoever handles requests on the platform, as long as the customer is there and has no live owner, nor one above; read by keys alone, as the mailer may. */
export async function mayHelp(principal: string, customer: string, now: Date): Promise<boolean> {
  const factsAt = await accessFacts.read([{ principal, customer, withOwners: true }]);
  const [facts] = factsAt(now);
  if (!facts?.customer || isClosed(facts.customer) || facts.hasLiveOwner) return false;
  return decide(facts).allows("platform.requests.handle");
}
