/** What became of a mail: `rejected` will never go, `unavailable` says that none can go now; only after `unknown` may it have been sent. */
export type Outcome =
  | { outcome: "sent"; messageId: string }
  | { outcome: "throttled" }
  | { outcome: "quota" }
  | { outcome: "rejected" | "unavailable" | "unknown"; reason: string };

interface Failure {
  name: string;
  message: string;
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/** SES refuses this one message; all else that it refuses concerns the account, its settings or our rights. */
const aboutTheMail = new Set(["MessageRejected", "InvalidParameterValue"]);

const throttled = /^(Throttling|TooManyRequests|RequestLimitExceeded|LimitExceeded)/;
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/** Reads what SES, or the way to it, says against a mail. */
export function outcomeOf(error: unknown, sender: string): Outcome {
  const { name, message, code = "", $metadata } = error as Failure;
  const status = $metadata?.httpStatusCode ?? 0;
  const reason = `${name}: ${message.replace(/[^\s@<>"]+@/g, "…@")}`;
  if (throttled.test(name)) return { outcome: /daily/i.test(message) ? "quota" : "throttled" };
  if (neverSent.test(code) || name === "CredentialsProviderError")
    return { outcome: "unavailable", reason };
  if (status < 400 || status >= 500) return { outcome: "unknown", reason };
  // In the sandbox of SES recipients are to be verified, too: the mail goes when the account is out of it.
  const ours = /paused|suspended|not verified/i.test(message) || message.includes(sender);
  return { outcome: aboutTheMail.has(name) && !ours ? "rejected" : "unavailable", reason };
}
