import { StoredProject } from "../model/project.ts";
import { collections, indexKeyIn } from "./collections.ts";
import { mergedPage } from "./merged-page.ts";
import type { PageOptions } from "./page.ts";
import { indexed, keys } from "./schema.ts";

/** Projects of all customers whose id begins with `q`, customer by customer, in the order of their ids. */
export const ofCustomersBeginningWith = (q: string, options: PageOptions) =>
  mergedPage({
    ...options,
    schema: StoredProject(),
    // A blank comes before all that an id is made of, as what ends it in the index does.
    positionOf: ({ customer, id }) => `${customer} ${id}`,
    collectionOf: (shard) => collections.projects({ shard, q }),
    keyAt: (position, shard) => {
      const [customer = "", project = ""] = position.split(" ");
      const { gsi1sk } = indexed.project({ projectKey: "", customer, project });
      return {
        ...keys.project({ customer, project }),
        ...indexKeyIn(collections.projects({ shard, q }), gsi1sk),
      };
    },
  });
