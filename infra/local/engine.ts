import { CannotStart } from "./cannot-start.ts";
import { callDynamoDb } from "./dynamodb.ts";
import { type Engine, startDynoxide } from "./engine/dynoxide.ts";

type Options = {
  stateDir: string;
  endpoint?: string | undefined;
  /** Hears of an engine that ended by itself. */
  say?: (line: string) => void;
};

/** Starts the table engine, or takes the one at a given address. */
export async function startEngine({
  stateDir,
  endpoint,
  say = () => {},
}: Options): Promise<Engine> {
  if (!endpoint) return startDynoxide(stateDir, say);
  await callDynamoDb(endpoint, "ListTables", {}).catch(() => {
    throw new CannotStart(
      `No table engine answers at ${endpoint}. Start it, or unset USHER_DYNAMODB_ENDPOINT.`,
    );
  });
  return { endpoint, stop: async () => {} };
}
