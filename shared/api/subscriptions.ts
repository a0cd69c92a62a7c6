/** Which items of the table start whom, as they come through its stream: exact values of a new image. A stream has two readers at most. */
export const subscriptions = {
  mailer: [{ kind: "letter", state: "open" }],
  cascade: [
    { kind: "task", state: "open" },
    { kind: "operation", wake: "now" },
    { kind: "user", copies: "stale" },
    { kind: "user group", copies: "stale" },
    { kind: "customer binding", copies: "stale" },
  ],
} as const satisfies Record<string, readonly Record<string, string>[]>;
