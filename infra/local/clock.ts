import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** The host's clock: real time plus an offset that may be moved, shared with the function threads. */
export type Clock = {
  now: () => number;
  move: (milliseconds: number) => void;
  shared: SharedArrayBuffer;
};

/** A clock that shows the real time until it is moved; with a file it stays ahead over a restart. */
export function startClock(file?: string): Clock {
  const shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const offset = new BigInt64Array(shared);
  if (file && existsSync(file)) Atomics.store(offset, 0, BigInt(readFileSync(file, "utf8")));
  return {
    now: () => Date.now() + Number(Atomics.load(offset, 0)),
    move: (milliseconds) => {
      Atomics.add(offset, 0, BigInt(milliseconds));
      if (file) writeFileSync(file, String(Atomics.load(offset, 0)));
    },
    shared,
  };
}

/** Makes `Date` of this thread follow the clock. */
export function followClock(shared: SharedArrayBuffer) {
  const offset = new BigInt64Array(shared);
  const realNow = Date.now.bind(Date);
  const now = () => realNow() + Number(Atomics.load(offset, 0));
  Date.now = now;
  globalThis.Date = new Proxy(Date, {
    construct: (target, argument, newTarget) =>
      Reflect.construct(target, argument.length === 0 ? [now()] : argument, newTarget),
    apply: () => new Date(now()).toString(),
  });
}
