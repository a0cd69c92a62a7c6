import { resolve } from "node:path";
import { CannotStart } from "./cannot-start.ts";

/** What a person may set before starting the local host. */
export type Settings = {
  ports: { api: number; inbox: number; issuer: number; clock: number };
  stateDir: string;
  /** Another table engine than the embedded one. */
  dynamodb?: string | undefined;
};

/** Reads the `USHER_…` variables; a wrong one stops the start. */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const port = (name: string, otherwise: number) => {
    const text = environment[name] || String(otherwise);
    if (/^\d{1,5}$/.test(text) && Number(text) < 65_536) return Number(text);
    throw new CannotStart(
      `${name} is "${text}". Set it to a number from 1 to 65535, or to 0 for any free one.`,
    );
  };
  const dynamodb = environment.USHER_DYNAMODB_ENDPOINT || undefined;
  if (dynamodb && URL.parse(dynamodb)?.protocol !== "http:") {
    throw new CannotStart(
      `USHER_DYNAMODB_ENDPOINT is "${dynamodb}". Set it to an address with http:, such as http://127.0.0.1:8000.`,
    );
  }
  return {
    ports: {
      api: port("USHER_PORT", 4000),
      inbox: port("USHER_INBOX_PORT", 4001),
      issuer: port("USHER_ISSUER_PORT", 4002),
      clock: port("USHER_CLOCK_PORT", 4003),
    },
    stateDir: resolve(environment.USHER_STATE_DIR || ".usher"),
    dynamodb,
  };
}
