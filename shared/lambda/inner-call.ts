import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Act } from "../model/access-request.ts";
import { type Caller, isApiUser } from "../model/caller.ts";
import type { User } from "../model/user.ts";
import type { Write } from "../table/commit.ts";
import { commit, rehearse } from "../table/commit.ts";
import type { StandIn } from "./caller.ts";

/** A call that a line of an import makes: what the endpoint promises holds for it as for any other. */
export interface InnerCall {
  /** `<noun>.<verb>` */
  call: string;
  params?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
}

/** How the calls of an import differ from others. */
export interface Importing {
  /** What is made again once others have agreed, where that is needed: the import of this line. */
  act: Omit<Act, "kind">;
  /** Everything is looked at and judged, and nothing written. */
  isRehearsal: boolean;
  /** People are told of what they are given. */
  tells: boolean;
  /** Whom the call is about, where nobody knows them yet: they become known with what they are given, or not at all. */
  newcomer?: User | undefined;
}

/** What an inner call answered; 202 with the request where others must agree first. */
export interface InnerAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Whoever imports, with the rights of an import. */
export const importerOf = (caller: Caller): StandIn => ({
  standsFor: caller.id,
  imports: true as const,
  ...(isApiUser(caller) && { key: caller.key }),
});

/** The answer of an inner call, read again. */
export const innerAnswerOf = ({
  statusCode = 200,
  body = "{}",
}: APIGatewayProxyStructuredResultV2): InnerAnswer => ({
  status: statusCode,
  body: JSON.parse(body),
});

/** People who are moved in are not written to, unless that is asked for; those who have to agree are. */
const quietly = (write: Write): Write[] => {
  const { item } = write;
  if (item?.kind === "letter" && ["access-granted", "roles-changed"].includes(String(item.letter)))
    return [];
  // Members of a group are written to by the work that follows.
  return item?.kind === "task" && write.do === "put"
    ? [{ ...write, item: { ...item, isQuiet: true } }]
    : [write];
};

/** Writes what a call changes, or judges it only. */
export function commitFor(
  { importing, isRehearsal }: { importing: Importing | undefined; isRehearsal: boolean },
  writes: readonly Write[],
  by: Date,
) {
  const kept = importing && !importing.tells ? writes.flatMap(quietly) : writes;
  return isRehearsal ? rehearse(kept, by) : commit(kept, by, { plansAnew: true });
}
