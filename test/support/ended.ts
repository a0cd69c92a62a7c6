import { indexed, keys } from "../../shared/table/schema.ts";
import { tableOf } from "./table.ts";

export const longAgo = "2020-01-01T00:00:00.000Z";

/** Lets the roles of a principal on a customer, or on one of its projects, have ended long ago. */
export async function endedLongAgo(binding: {
  principal: string;
  customer: string;
  project?: string;
}) {
  const { project = "" } = binding;
  const key = project
    ? keys["project binding"]({ ...binding, project })
    : keys["customer binding"](binding);
  const roles = (await tableOf().get(key))?.roles as Record<string, object>;
  const ended = Object.entries(roles).map(([role, held]) => [
    role,
    { ...held, expiresAt: longAgo },
  ]);
  await tableOf().change(key, {
    roles: Object.fromEntries(ended),
    ...(!project && { ends: longAgo }),
    ...indexed.end({ ...binding, project, end: longAgo }),
  });
}
