import type { InnerAnswer } from "../../shared/lambda/inner-call.ts";
import type { ImportedLine } from "../../shared/model/imported-line.ts";
import type { WantedRole } from "../../shared/model/role-change.ts";
import { made, type Outcome } from "./outcome.ts";

/** A call that gives one role, and the line about that role alone. */
interface Giving {
  raw: ImportedLine;
  role: string;
  grant: Omit<WantedRole, "role">;
  isFirst: boolean;
}

/** Gives roles one by one: what waits for approval is asked role by role. */
export async function giveEach(
  raw: ImportedLine,
  roles: readonly WantedRole[],
  how: "created" | "updated",
  give: (giving: Giving) => Promise<InnerAnswer>,
): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const { role, ...grant } of roles) {
    const about = { ...raw, data: { ...raw.data, roles: [{ role, ...grant }] } };
    const isFirst = outcomes.length === 0;
    outcomes.push(made(await give({ raw: about, role, grant, isFirst }), how));
  }
  return outcomes.find(({ status }) => status === "waiting") ?? (outcomes[0] as Outcome);
}
