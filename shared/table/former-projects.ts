import * as z from "zod/mini";
import { lazy } from "../model/lazy.ts";
import type { Project } from "../model/project.ts";
import { storedInstant } from "../model/text.ts";
import { query } from "./client.ts";
import { collections } from "./collections.ts";
import { add, type Write } from "./commit.ts";
import { keptUntil } from "./events.ts";
import { keys } from "./schema.ts";

const FormerProject = lazy(() => z.object({ key: z.string(), createdAt: storedInstant() }));

/** Keeps which project had an identifier until now: decisions as of an earlier instant look for it. */
export function remember({ customer, id: project, key, createdAt }: Project, now: Date): Write {
  const until = `${now.toISOString()}.${key}`;
  const at = keys["former project"]({ customer, project, until });
  return add(
    { ...at, kind: "former project", customer, project, key, createdAt, ttl: keptUntil(now) },
    "outdated",
  );
}

/** The key of the project that had an identifier at an instant: the first one that was deleted later, or else the one of today; undefined where none had been made yet. */
export async function keyAsOf(
  { customer, project }: { customer: string; project: string },
  today: Pick<Project, "key" | "createdAt"> | undefined,
  instant: Date,
): Promise<string | undefined> {
  const from = `${instant.toISOString()}/`;
  const collection = collections["former projects of an identifier"]({ customer, project });
  const { items } = await query(collection, { from, limit: 1, strong: true });
  const found = items[0] ? FormerProject().parse(items[0]) : today;
  return found && found.createdAt <= instant.toISOString() ? found.key : undefined;
}
