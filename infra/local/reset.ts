import { CannotStart } from "./cannot-start.ts";
import { readSettings } from "./settings.ts";
import { forgetState } from "./state.ts";

try {
  const { stateDir } = readSettings(process.env);
  forgetState(stateDir);
  console.log(`Forgot ${stateDir}.`);
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
