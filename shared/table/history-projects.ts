import type { Project } from "../model/project.ts";
import * as formerProjects from "./former-projects.ts";
import type { History } from "./history.ts";

/** The project that had an identifier at a customer; undefined where there was none. */
export async function projectThen(
  { customer, project: id }: { customer: string; project?: string | undefined },
  today: Pick<Project, "key" | "createdAt"> | undefined,
  history: History,
): Promise<Pick<Project, "id" | "key" | "status"> | undefined> {
  if (!id) return undefined;
  const key = await history.once(`project ${customer}/${id}`, () =>
    formerProjects.keyAsOf({ customer, project: id }, today, history.asOf),
  );
  const status = key && (await projectStatusThen(key, customer, history));
  return key && status ? { id, key, status } : undefined;
}

/** The state of a project by then; undefined of one that was gone. */
export async function projectStatusThen(
  subject: string,
  customer: string,
  history: History,
): Promise<Project["status"] | undefined> {
  const last = await history.latest({ customer, subject }, ({ type }) =>
    turning.includes(type) ? type : undefined,
  );
  if (last === "customer.project.deleted") return undefined;
  return last === "customer.project.deletion.requested" ? "pending_deletion" : "active";
}

const turning = [
  "customer.project.created",
  "customer.project.deleted",
  "customer.project.deletion.requested",
  "customer.project.deletion.declined",
];
