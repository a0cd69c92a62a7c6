import { User } from "../model/user.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { PageOptions } from "./page.ts";
import { keys } from "./schema.ts";

/** No address has a space: it ends one that another begins with. */
const positionOf = ({ email, id }: User) => `${email} ${id}`;

/** Users whose address begins with `q`, in the order of their addresses. */
export const beginningWith = (q: string, options: PageOptions) =>
  mergedPage({
    ...options,
    q,
    schema: User(),
    positionOf,
    collectionOf: (shard) => collections.users({ shard, q }),
    keyAt: (position, shard) => {
      const [email = "", user = ""] = position.split(" ");
      return {
        ...keys.user({ user }),
        ...indexKeyIn(collections.users({ shard, q }), email),
      };
    },
  });
