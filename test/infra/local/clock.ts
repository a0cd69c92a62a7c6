/** A clock that stands still until the test moves it. */
export function clock(start = Date.parse("2026-03-01T12:00:00Z")) {
  let time = start;
  return {
    now: () => time,
    forward: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}
