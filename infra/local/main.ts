import { relative } from "node:path";
import { CannotStart } from "./cannot-start.ts";
import { readSettings } from "./settings.ts";
import { type Host, start } from "./start.ts";
import { inUse, synthesize } from "./synthesize.ts";

const say = (line: string) => console.log(line);
// A terminal that was closed hears nothing any more: what runs still ends in order.
process.stdout.on("error", () => {});

const ending = new AbortController();

try {
  const settings = readSettings(process.env);
  const starting = start({
    ...settings,
    say,
    assembly: async () => inUse(await synthesize(say, { asSet: true, signal: ending.signal })),
  });
  endOnSignal(starting);
  const host = await starting;
  if (!ending.signal.aborted) say(banner(host, shortened(settings.stateDir)));
} catch (error) {
  // Whoever gave a signal asked for an end, not for a start.
  if (ending.signal.aborted) process.exit(0);
  if (!(error instanceof CannotStart)) throw error;
  console.error(error.message);
  process.exit(1);
}

function shortened(dir: string) {
  const fromHere = relative(".", dir);
  return fromHere.startsWith("..") ? dir : fromHere;
}

function banner({ api, inbox, issuer, clock, now }: Host, stateDir: string) {
  return `
Usher is up.
  API      ${api}   documented at ${api}/docs
  Inbox    ${inbox}
  Sign in  ${issuer}   or: npm run --silent token -- someone@example.org
  Clock    ${clock}   ${new Date(now()).toISOString()}; a POST moves it
  State    ${stateDir}   with usher.log; npm run reset forgets it
Ctrl-C ends it.
`;
}

/** The first signal ends everything in order, a second one at once. */
function endOnSignal(starting: Promise<Host>) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, async () => {
      if (ending.signal.aborted) process.exit(130);
      say("Ending …");
      ending.abort();
      await (await starting).stop();
      process.exit(0);
    });
  }
}
