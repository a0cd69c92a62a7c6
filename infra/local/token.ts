import { CannotStart } from "./cannot-start.ts";
import { readSettings } from "./settings.ts";
import { findRunning, notRunning } from "./state.ts";

/** Asks the running host's issuer for a token of an address. */
async function token(address: string | undefined): Promise<string> {
  if (!address?.includes("@")) {
    throw new CannotStart("Say whose token: npm run --silent token -- someone@example.org");
  }
  const { stateDir } = readSettings(process.env);
  const running = findRunning(stateDir);
  if (!running) throw new CannotStart(notRunning(stateDir));
  const body = new URLSearchParams({ grant_type: "password", username: address });
  const response = await fetch(`${running.issuer}/token`, { method: "POST", body });
  return ((await response.json()) as { access_token: string }).access_token;
}

try {
  console.log(await token(process.argv[2]));
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
