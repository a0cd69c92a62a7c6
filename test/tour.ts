import { CannotStart } from "../infra/local/cannot-start.ts";
import { readSettings } from "../infra/local/settings.ts";
import { findRunning, notRunning } from "../infra/local/state.ts";
import { DidNotHappen } from "./tour/request.ts";
import { tell } from "./tour/story.ts";

try {
  const { stateDir } = readSettings(process.env);
  const running = findRunning(stateDir);
  if (!running) throw new CannotStart(notRunning(stateDir));
  await tell(running);
} catch (error) {
  if (!(error instanceof CannotStart || error instanceof DidNotHappen)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
