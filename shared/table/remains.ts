import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import * as ancestry from "./ancestry.ts";
import * as bindingLists from "./binding-lists.ts";
import type { Write } from "./commit.ts";
import * as gates from "./gates.ts";
import * as standings from "./standings.ts";
import * as users from "./users.ts";

/** A customer at which project access of a principal rests on nothing any more. */
export interface Remains {
  /** What says since when there was customer access, without roles. */
  binding: CustomerBinding;
  /** That customer and those above it, the nearest first. */
  line: readonly string[];
  /** Checks that there is still none. */
  checks: Write[];
}

const atOnce = 100;

interface Looking {
  /** A group whose roles count no more at a customer. */
  besides?: (customer: string) => standings.Besides | undefined;
  /** Goes on after this customer. */
  after?: string | undefined;
}

/** Where a principal has nothing but what is left over: customers, besides one, on which it was given nothing itself and nothing gives it access any more. Found by its own holdings. */
export async function* of(
  principal: string,
  seenTo: string | undefined,
  { besides: besidesAt, after }: Looking = {},
): AsyncGenerator<Remains> {
  do {
    const options = { limit: atOnce, ...(after && { after }) };
    const { items, nextCursor } = await bindingLists.ofPrincipal(principal, options);
    for (const binding of items) {
      const { customer } = binding;
      const left = customer === seenTo ? undefined : await leftOf(binding, besidesAt?.(customer));
      if (left) yield left;
    }
    after = nextCursor;
  } while (after);
}

/** What a binding is if it gives nothing itself, and nothing else gives its principal access there. */
export async function leftOf(
  binding: CustomerBinding,
  besides?: standings.Besides,
): Promise<Remains | undefined> {
  if (holdsRoles(binding)) return undefined;
  const { principal, customer } = binding;
  const line = await ancestry.lineOf(customer);
  const standing = await standings.of(principal, line, { besides });
  return standings.isOut(standing)
    ? { binding, line, checks: stillOut(standing, line) }
    : undefined;
}

/** Bindings that one write checks, beside everything else in it. */
const checksAtMost = 80;

const stillOut = ({ user, looked }: standings.Standing, line: readonly string[]): Write[] => [
  ...(user ? [users.isAsRead(user)] : []),
  ...looked.slice(0, checksAtMost),
  ...gates.standBelow(line, line.at(-1) as string),
];
