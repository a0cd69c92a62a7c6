import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { accepts, answers, mail, playSes, postTo, refuses } from "./ses.ts";

const { asked, posted } = playSes();

describe("what SES says against a mail", () => {
  const rejected = "rejected";
  const unavailable = "unavailable";
  test.each([
    ["throttled", "Throttling", "Maximum sending rate exceeded."],
    ["throttled", "ThrottlingException", "Rate exceeded"],
    ["quota", "Throttling", "Daily message quota exceeded."],
    [
      unavailable,
      "MessageRejected",
      "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ada@example.com",
    ],
    [rejected, "MessageRejected", "Message contains a virus."],
    [rejected, "InvalidParameterValue", "Domain ends with dot."],
    [
      unavailable,
      "MessageRejected",
      "Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: Usher@example.org",
    ],
    [unavailable, "MessageRejected", "Sending paused for this account."],
    [unavailable, "MailFromDomainNotVerifiedException", "Could not read the MX record."],
    [unavailable, "AccountSendingPausedException", "Sending is disabled."],
    [unavailable, "ConfigurationSetSendingPausedException", "Sending is disabled."],
    [
      unavailable,
      "ConfigurationSetDoesNotExist",
      "Configuration set &lt;usher&gt; does not exist.",
    ],
    [unavailable, "AccessDenied", "User is not authorized to perform: ses:SendEmail"],
  ])("is %s after %s: %s", async (outcome, code, message) => {
    expect(await posted(refuses(code, message))).toMatchObject({ outcome });
    expect(asked).toHaveLength(1);
  });

  test("is told without the address it was for", async () => {
    const outcome = await posted(refuses("MessageRejected", "Address is blocked: ada@example.com"));
    expect(outcome).toEqual({
      outcome: rejected,
      reason: "MessageRejected: Address is blocked: …@example.com",
    });
  });
});

describe("whether a mail was sent is unknown", () => {
  test.each([
    ["a server error", refuses("InternalFailure", "We failed.", 500)],
    ["an unavailable service", refuses("ServiceUnavailable", "Try again.", 503)],
    ["an answer that is no XML", answers(200, "<html")],
    ["an answer without a message id", accepts()],
    ["a connection that breaks", (response: ServerResponse) => response.destroy()],
  ])("after %s, and it is tried once", async (_, given) => {
    expect(await posted(given)).toMatchObject({ outcome: "unknown" });
    expect(asked).toHaveLength(1);
  });

  test("after 8 seconds without an answer", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const outcome = posted(() => vi.advanceTimersByTime(8_000));
      expect(await outcome).toMatchObject({
        outcome: "unknown",
        reason: expect.stringContaining("8000 ms requestTimeout"),
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

test("no mail was sent when the function has no credentials", async () => {
  const answered = accepts("<MessageId>0102018e-1</MessageId>");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  expect(await posted(answered, {}, undefined, "")).toMatchObject({ outcome: "unavailable" });
  expect(asked).toEqual([]);
});

test("no mail was sent when nobody listens", async () => {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, "close");
  const post = await postTo(`http://127.0.0.1:${port}`);
  expect(await post(mail)).toMatchObject({ outcome: "unavailable" });
});
