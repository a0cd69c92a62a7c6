import * as api from "../../shared/api/index.ts";
import { hasTime } from "../../shared/lambda/has-time.ts";
import type { InnerAnswer } from "../../shared/lambda/inner-call.ts";
import { type Request, useCase } from "../../shared/lambda/use-case.ts";
import type { ImportedLine, ImportedResult } from "../../shared/model/imported-line.ts";
import type { User } from "../../shared/model/user.ts";
import { isOutage } from "../../shared/table/outage.ts";
import type { Importing, Line } from "./importing.ts";
import { importKinds, isImported } from "./kinds.ts";
import { stepsOf } from "./order.ts";
import { failed, type Outcome } from "./outcome.ts";
import { readLines } from "./reading.ts";
import { type ThingLine, takeThings } from "./things.ts";

/** Lines that are imported at the same time. */
const atOnce = 8;

export const run = useCase(api.imports.create, async (request) => {
  const { body, now, isRehearsal } = request;
  const importing: Importing = {
    now,
    isRehearsal,
    call: async (raw, call, newcomer) => {
      const how = { ...howOf(request, raw), newcomer };
      const answer = await request.callInside(request.caller, call, how);
      return isRehearsal ? withoutWhatIsNot(answer, newcomer) : answer;
    },
  };
  const read = readLines(body.lines);
  const results = read.flatMap((one) => ("result" in one ? [one.result] : []));
  for (const step of stepsOf(read.flatMap((one) => ("line" in one ? [one.line] : [])))) {
    const portions = portionsOf(step);
    const work = async () => {
      for (let next = portions.shift(); next; next = portions.shift()) {
        const outcomes = await take(next, importing, request);
        results.push(...next.map((line, i) => resultOf(line, outcomes[i] ?? later)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }
  results.sort((one, other) => one.index - other.index);
  return { dryRun: isRehearsal, results };
});

/** What a dry run judged is not there: neither the request that would wait, nor whoever would be made known. */
const withoutWhatIsNot = ({ status, body }: InnerAnswer, newcomer: User | undefined) => {
  const { id, ...rest } = body;
  return { status, body: status === 202 || newcomer ? rest : body };
};

type Asked = Request<typeof api.imports.create>;

const later: Outcome = { status: "later", detail: "There was no time left: send it again." };

/** What a line is again once others have agreed to what it gives. */
const howOf = ({ query }: Asked, raw: ImportedLine) => ({
  act: {
    call: "imports.create",
    params: {},
    body: JSON.stringify({ lines: [raw] }),
    ...(query.tell === true && { query: { tell: "true" } }),
  },
  isRehearsal: query.dryRun === true,
  tells: query.tell === true,
});

/** Things of one customer and kind together, anything else by itself. */
const portionsOf = (step: readonly Line[]): Line[][] =>
  step[0]?.kind === "thing"
    ? [...Map.groupBy(step, ({ data }) => String(data.customer)).values()]
    : step.map((line) => [line]);

const resultOf = ({ index, kind, key }: Line, outcome: Outcome): ImportedResult => ({
  index,
  kind,
  key,
  ...outcome,
});

async function take(lines: Line[], importing: Importing, asked: Asked): Promise<Outcome[]> {
  if (!hasTime(asked)) return lines.map(() => later);
  const [line] = lines as [Line];
  const kind = importKinds[isImported(line.kind) ? line.kind : "customer"];
  try {
    if (line.kind === "thing") return await takeThings(lines as unknown as ThingLine[], importing);
    return [await kind.take(line as never, importing)];
  } catch (error) {
    // What others agreed to lapses with its reason.
    if (asked.isCarriedOut) throw error;
    if (lines.length > 1 && !isOutage(error as Error)) return takeHalves(lines, importing, asked);
    return [await failed(error, kind.needs?.(line.data as never) ?? [])];
  }
}

/** Where one of many is to blame, the others go on without it. */
async function takeHalves(lines: Line[], ...how: [Importing, Asked]): Promise<Outcome[]> {
  const half = Math.ceil(lines.length / 2);
  return [
    ...(await take(lines.slice(0, half), ...how)),
    ...(await take(lines.slice(half), ...how)),
  ];
}
