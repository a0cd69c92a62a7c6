import { CannotStart } from "../infra/local/cannot-start.ts";
import { readSettings } from "../infra/local/settings.ts";
import { findRunning } from "../infra/local/state.ts";
import { DidNotHappen } from "./tour/request.ts";
import { tell } from "./tour/story.ts";

try {
  const running = findRunning(readSettings(process.env).stateDir);
  if (!running) throw new CannotStart("Usher does not run here. Start it with: npm start");
  await tell(running);
} catch (error) {
  if (!(error instanceof CannotStart || error instanceof DidNotHappen)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
