import type { StoredAccessRequest } from "../model/access-request.ts";
import type { Decision } from "./decide.ts";
import type { Permission } from "./permissions.ts";

/** How a person stands to a request that waits: they may grant there what it asks, they help where too few may, or neither. */
export type Standing = "eligible" | "handler" | undefined;

/** Whoever may do everything that an act takes may allow it to others. At customers those help who handle requests for the platform; what the platform itself gives is for its own to decide. */
export function standingOf(
  decision: Decision,
  { takes, customer }: { takes: readonly string[]; customer?: string | undefined },
): Standing {
  if (takes.every((one) => decision.permissions.has(one as Permission))) return "eligible";
  const helps = customer !== undefined && decision.allows("platform.requests.handle");
  return helps ? "handler" : undefined;
}

/** Calls by which somebody asks for what they could not allow by themselves, and what lets them call. */
const asking: Record<string, readonly Permission[]> = {
  "members.join": ["platform.customers.join"],
  "imports.create": ["platform.import"],
  "customers.update": ["customer.edit", "platform.customers.edit"],
};

/** Whether somebody may ask for what a request asks for: whoever may allow it, and on some calls others. */
export function mayAsk(
  { allows, permissions }: Decision,
  { takes, askerTakes = [], act }: Pick<StoredAccessRequest, "takes" | "askerTakes" | "act">,
): boolean {
  if (!askerTakes.every((one) => permissions.has(one as Permission))) return false;
  const anyOf = asking[act.call];
  return anyOf ? allows(...anyOf) : takes.every((one) => permissions.has(one as Permission));
}

/** What is known when a request is decided on. */
export interface Count {
  needed: number;
  /** People who agreed and whose word counts at this instant. */
  agreed: { eligible: number; handlers: number };
  /** How many people may agree at all, counted no further than needed. */
  eligible: number;
  /** True where two people could have agreed to a request before. */
  hadTwo: boolean;
  /** True of what the platform gives: nobody from elsewhere helps. */
  isOfPlatform: boolean;
}

/** True when enough people agreed. Where fewer may than are needed, all of them must, and handlers give the rest; one alone does only where there never were two. On the platform itself all who may are enough, if they are two. */
export function isEnough({ needed, agreed, eligible, hadTwo, isOfPlatform }: Count): boolean {
  if (agreed.eligible >= needed) return true;
  if (eligible >= needed || agreed.eligible < eligible) return false;
  const isAlone = eligible === 1 && !hadTwo;
  if (isOfPlatform) return isAlone || eligible > 1;
  return isAlone || agreed.eligible + agreed.handlers >= needed;
}

/** What whoever asks should know about ever getting an answer. */
export function warningOf(count: Omit<Count, "agreed">): string | undefined {
  const { needed, eligible, hadTwo, isOfPlatform } = count;
  if (eligible >= needed) return undefined;
  const few = `${needed} people must agree, and ${eligible === 1 ? "only one" : eligible || "nobody"} may.`;
  if (eligible === 1 && !hadTwo) return `${few} Until there are two, one person decides alone.`;
  if (isOfPlatform)
    return eligible > 1 ? `${few} All of them must agree.` : `${few} It waits until there are two.`;
  return `${few} People who handle requests on the platform give the missing approvals.`;
}
