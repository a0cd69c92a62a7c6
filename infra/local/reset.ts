import { CannotStart } from "./cannot-start.ts";
import { deleteTable } from "./engine/tables.ts";
import { startEngine } from "./engine.ts";
import { tableName } from "./names.ts";
import { readSettings } from "./settings.ts";
import { forgetState } from "./state.ts";

try {
  const { stateDir, dynamodb } = readSettings(process.env);
  // Nothing is forgotten by halves: whether the other engine answers is better known before.
  if (dynamodb) await startEngine({ stateDir, endpoint: dynamodb });
  forgetState(stateDir);
  if (dynamodb) await deleteTable(dynamodb, tableName);
  const table = dynamodb ? `, and the table ${tableName} at ${dynamodb}` : "";
  console.log(`Forgot ${stateDir}${table}.`);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
