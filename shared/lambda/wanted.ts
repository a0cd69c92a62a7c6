import type { Count } from "../access/approving.ts";
import type { Decision } from "../access/decide.ts";
import type { Permission } from "../access/permissions.ts";
import type { Act, RequestKind, StoredAccessRequest } from "../model/access-request.ts";
import type { Caller } from "../model/caller.ts";
import type { Event } from "../model/event.ts";
import type { Asks, Gate } from "../model/gate.ts";
import type { Owners } from "../model/owners.ts";
import type { Write } from "../table/commit.ts";
import type { Carrying } from "./waiting.ts";

/** An act after which somebody may do more. */
export interface Wanted {
  kind: RequestKind;
  /** Who may do more: a user, a group or an API user. */
  principal?: string;
  project?: string;
  /** Whether the principal has customer access already: what is asked for it lapses with that. */
  isInside?: boolean;
  /** The permission by which it is granted. */
  granting: Permission;
  /** What whoever asks must hold besides, though nobody else has to who allows it. */
  askerTakes?: readonly Permission[];
  /** What is given: nobody allows more than they hold. */
  gives: readonly Permission[];
  /** What it means besides, which nobody has to hold to allow it. */
  means?: readonly string[];
  /** What whoever asks may do, where it hangs on more than every call knows: on whether there is a live owner. */
  decision?: Decision;
  /** What it asks for, in words that people decide on. */
  asks: Record<string, unknown>;
  /** What no other open request may ask for at the same time. */
  claims: readonly { target: string; role: string }[];
  /** People besides the principal who would decide about themselves. */
  excluded?: readonly string[];
  /** The address that is invited. */
  email?: string;
  /** Customers besides that of the call which say how many must agree. */
  alsoAt?: readonly Asks[];
  /** Leaves it unchecked whether more approvals were asked for meanwhile, where the check would be too dear. */
  gateUnchecked?: boolean;
  /** Changes of other kinds do not matter: it is carried out on any version. */
  onAnyVersion?: boolean;
  /** The call that is made once it is approved; this one unless said. */
  act?: Omit<Act, "kind">;
  /** Whether two people could decide before, where that is known anew since the call began. */
  hadTwo?: boolean;
  /** What is thrown where it would have to wait, knowing who may decide: nothing is written then. */
  insteadOfWaiting?: (count: Count) => Error;
  /** What is written together with the request, when it has to wait. */
  meanwhile?: (request: StoredAccessRequest) => Write[];
}

/** What is known about the call that asks. */
export interface Setting {
  caller: Caller;
  customer: { id: string } | undefined;
  gate: Gate | undefined;
  owners: Owners | undefined;
  ownersAbove: readonly Owners[];
  above: readonly { gate: Gate }[];
  decision: Decision;
  act: Omit<Act, "kind">;
  now: Date;
  carrying: Carrying | undefined;
  happened(change: Pick<Event, "type" | "subject"> & Partial<Event>): Event;
  commit(writes: readonly Write[], made: Record<string, string>): Promise<void>;
  warn(sentence: string): void;
}
