import type { InnerAnswer } from "../../shared/lambda/inner-call.ts";
import { log, originOf } from "../../shared/lambda/log.ts";
import { differing } from "../../shared/model/differing.ts";
import type { ImportedResult } from "../../shared/model/imported-line.ts";
import { Refusal, type RefusalCode } from "../../shared/model/refusal.ts";
import { isOutage } from "../../shared/table/outage.ts";

/** What became of a line, without which line it is. */
export type Outcome = Omit<ImportedResult, "index" | "kind" | "key">;

/** A line that another one rests on, as its kind and key, and whether what it makes is there. */
export interface Need {
  line: string;
  isThere(): Promise<boolean>;
}

/** What is there already: as the line says, or otherwise. An import changes nothing that it finds. */
export function there(asked: object, found: { id?: string }): Outcome {
  const differs = differing(asked as Record<string, unknown>, found as Record<string, unknown>);
  const id = found.id === undefined ? {} : { id: found.id };
  return differs.length > 0
    ? { status: "differs", ...id, differs }
    : { status: "unchanged", ...id };
}

/** What a call made, or has waiting. */
export const made = ({ status, body }: InnerAnswer, how: "created" | "updated"): Outcome =>
  status === 202
    ? { status: "waiting", ...(body.id !== undefined && { accessRequest: String(body.id) }) }
    : { status: how, ...(body.id !== undefined && { id: String(body.id) }) };

export const refused = ({ code, message, details }: Refusal, at = ""): Outcome => ({
  status: code === "unavailable" ? "later" : "refused",
  code,
  detail: message,
  ...(details.errors && {
    errors: details.errors.map((one) => ({ ...one, pointer: `${at}${one.pointer}` })),
  }),
});

/** What cannot be since something that it rests on is missing. */
export const missing = (needs: readonly string[]): Outcome => ({
  status: "refused",
  code: "not_found",
  needs: [...needs],
  detail: `This rests on what is not there: ${needs.join(", ")}. Import that first, or together with it.`,
});

/** Refusals that may mean that something is missing on which a line rests, or closed. */
const maybeMissing: readonly RefusalCode[] = [
  "not_found",
  "no_customer_access",
  "customer_closing",
];

/** Why a line was refused: by name what it rests on and is missing, where it is that. */
export async function failed(error: unknown, needs: readonly Need[]): Promise<Outcome> {
  if (!(error instanceof Refusal)) return unforeseen(error as Error);
  const { accessRequest } = error.details.about ?? {};
  if (error.code === "request_open")
    return { status: "waiting", accessRequest: String(accessRequest) };
  if (!maybeMissing.includes(error.code)) return refused(error, "/data");
  try {
    const looked = await Promise.all(needs.map((need) => need.isThere()));
    const lacking = needs.filter((_, i) => !looked[i]).map(({ line }) => line);
    return lacking.length > 0 ? missing(lacking) : refused(error, "/data");
  } catch (closed) {
    return failed(closed, []);
  }
}

/** An error that this line alone meets, as when what is stored cannot be read; anything wider ends the request. */
function unforeseen(error: Error): Outcome {
  if (isOutage(error)) throw error;
  log.error("line failed", { name: error.name, stack: originOf(error) });
  return {
    status: "refused",
    code: "internal",
    detail: "An error that nobody foresaw: the log tells more. The other lines went on without it.",
  };
}
