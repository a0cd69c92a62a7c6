const day = 86_400_000;
/** How many days the clock moves at once, at most. */
const farthest = 400;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/;

/** Where a body moves the clock to, or why it does not. */
export function targetOf(body: string, now: number): { to: number } | { refused: string } {
  const to = read(body, now);
  if (to === undefined) {
    const refused =
      'Send {"days": 14} or {"until": "2026-12-24T00:00:00Z"} as JSON, and nothing else.';
    return { refused };
  }
  if (to <= now) {
    return { refused: `It is ${new Date(now).toISOString()}, and the clock only moves forward.` };
  }
  if (to - now > farthest * day) {
    return { refused: `The clock moves ${farthest} days at once at most: move it in steps.` };
  }
  return { to };
}

function read(body: string, now: number): number | undefined {
  const [[name, value] = [], ...others] = Object.entries(parsed(body) ?? {});
  if (others.length > 0) return undefined;
  if (name === "days" && typeof value === "number") return Math.round(now + value * day);
  if (name !== "until" || typeof value !== "string" || !instant.test(value)) return undefined;
  const until = Date.parse(value);
  return Number.isNaN(until) ? undefined : until;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
