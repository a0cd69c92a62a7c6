import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { CannotStart } from "./cannot-start.ts";
import { endOrphan } from "./engine/dynoxide.ts";

/** Where a running host is found. */
export type Addresses = { api: string; inbox: string; issuer: string };

/** The folder that keeps everything over a restart, held by one host at a time. */
export type State = { announce: (addresses: Addresses) => void; release: () => void };

const addressesIn = (dir: string) => join(dir, "running.json");
const lockIn = (dir: string) => join(dir, "lock.db");

/** Takes the folder; the system gives it back however this process ends. */
export function openState(dir: string): State {
  const lock = make(dir);
  return {
    announce: (addresses) => writeFileSync(addressesIn(dir), JSON.stringify(addresses)),
    release: () => {
      rmSync(addressesIn(dir), { force: true });
      lock.close();
    },
  };
}

function make(dir: string) {
  try {
    makeFolder(dir);
    return take(dir);
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    const { message } = error as Error;
    throw new CannotStart(
      `${dir} keeps nothing: ${message}. Set USHER_STATE_DIR to a folder that can be written.`,
    );
  }
}

/** Node tries for ever to make folders below one that takes none, as below /proc, when it is to make those above them, too. */
function makeFolder(dir: string) {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another host may have been faster.
    if (!existsSync(dir)) throw error;
  }
}

/** Where the host of this folder is found, if one runs. */
export function findRunning(dir: string): Addresses | undefined {
  if (!existsSync(addressesIn(dir)) || !isTaken(dir)) return undefined;
  return JSON.parse(readFileSync(addressesIn(dir), "utf8"));
}

/** Says where one looked, since a host may run on another folder. */
export const notRunning = (dir: string) =>
  `Usher does not run on ${dir}. Start it with npm start; or, if it runs on another folder, set USHER_STATE_DIR to that one, which it named under State when it started.`;

/** Removes the folder with everything in it. */
export function forgetState(dir: string) {
  if (!existsSync(dir)) return;
  if (!existsSync(lockIn(dir))) {
    throw new CannotStart(`${dir} is no state folder of Usher. Remove it yourself if you mean it.`);
  }
  const lock = take(dir);
  endOrphan(dir);
  lock.close();
  rmSync(dir, { recursive: true });
}

function isTaken(dir: string) {
  try {
    take(dir).close();
    return false;
  } catch (error) {
    if (error instanceof CannotStart) return true;
    throw error;
  }
}

function take(dir: string): DatabaseSync {
  const lock = new DatabaseSync(lockIn(dir));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
    return lock;
  } catch {
    lock.close();
    throw new CannotStart(
      `Usher runs on ${dir} already. Stop it, or set USHER_STATE_DIR to another folder.`,
    );
  }
}
