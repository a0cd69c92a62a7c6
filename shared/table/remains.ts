import { type CustomerBinding, holdsRoles } from "../model/binding.ts";
import * as ancestry from "./ancestry.ts";
import * as bindingLists from "./binding-lists.ts";
import type { Write } from "./commit.ts";
import * as customers from "./customers.ts";
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

/** Where a principal has nothing but what is left over: customers, besides one, on which it was given nothing itself and nothing gives it access any more. Found by its own holdings. */
export async function* of(
  principal: string,
  besides: string | undefined,
  group?: string,
): AsyncGenerator<Remains> {
  let after: string | undefined;
  do {
    const options = { limit: atOnce, ...(after && { after }) };
    const { items, nextCursor } = await bindingLists.ofPrincipal(principal, options);
    for (const binding of items) {
      if (holdsRoles(binding) || binding.customer === besides) continue;
      const line = await ancestry.lineOf(binding.customer);
      const standing = await standings.of(principal, line, group ? { besides: { group } } : {});
      if (standings.isOut(standing)) yield { binding, line, checks: stillOut(standing, line) };
    }
    after = nextCursor;
  } while (after);
}

/** Bindings that one write checks, beside everything else in it. */
const checksAtMost = 80;

const stillOut = ({ user, looked }: standings.Standing, line: readonly string[]): Write[] => [
  ...(user ? [users.isAsRead(user)] : []),
  ...looked.slice(0, checksAtMost),
  ...customers.standBelow(line, line.at(-1) as string),
];
