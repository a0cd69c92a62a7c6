import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import { queuedOperation, StoredOperation } from "../model/operation.ts";
import { Task } from "../model/outbox.ts";
import { collections } from "./collections.ts";
import { type PageOptions, page } from "./page.ts";
import { indexed, keys } from "./schema.ts";

/** `kind` of an item says what sort of item it is: what nobody has begun is a task. */
const OfItem = lazy(() =>
  z.pipe(
    z.transform((item: Record<string, unknown>) =>
      item.kind === "task" ? queuedOperation(Task().parse(item)) : { ...item, kind: item.task },
    ),
    StoredOperation(),
  ),
);

/** Operations that somebody started, newest first. */
export const startedBy = (startedBy: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["operations somebody started"]({ startedBy }),
    schema: OfItem(),
    positionOf: ({ id }) => id,
    keyAt: (operation) => ({
      ...keys.operation({ operation }),
      ...indexed["operation started"]({ operation, startedBy }),
    }),
    newestFirst: true,
  });

/** Operations at a customer, newest first. */
export const atCustomer = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["operations at a customer"]({ customer }),
    schema: OfItem(),
    positionOf: ({ id }) => id,
    keyAt: (operation) => ({
      ...keys.operation({ operation }),
      ...indexed.operation({ operation, customer }),
    }),
    newestFirst: true,
  });
