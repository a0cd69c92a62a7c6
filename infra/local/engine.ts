import { CannotStart } from "./cannot-start.ts";
import { callDynamoDb } from "./dynamodb.ts";
import { type Engine, startDynoxide } from "./dynoxide.ts";
import { createTables } from "./tables.ts";
import type { Template } from "./template.ts";

type Options = { template: Template; stateDir: string; endpoint?: string | undefined };

/** Starts the table engine, or takes the one at a given address, and makes the template's tables in it. */
export async function startEngine(options: Options): Promise<Engine> {
  const { template, stateDir, endpoint } = options;
  const engine = endpoint ? await takeOther(endpoint) : await startDynoxide(stateDir);
  try {
    await createTables(template, engine.endpoint);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return engine;
}

async function takeOther(endpoint: string): Promise<Engine> {
  await callDynamoDb(endpoint, "ListTables", {}).catch(() => {
    throw new CannotStart(
      `No table engine answers at ${endpoint}. Start it, or unset USHER_DYNAMODB_ENDPOINT.`,
    );
  });
  return { endpoint, stop: async () => {} };
}
