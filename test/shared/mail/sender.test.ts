import { expect, test } from "vitest";
import { senderOf } from "../../../shared/mail/sender.ts";

test.each([
  ["usher@example.org", '"Usher" <usher@example.org>'],
  ["Front Desk <usher@example.org>", '"Front Desk" <usher@example.org>'],
  ['"Desk, Front" <usher@example.org>', '"Desk, Front" <usher@example.org>'],
  ['The "Desk" \\ Co <usher@example.org>', '"The \\"Desk\\" \\\\ Co" <usher@example.org>'],
  ["<usher@example.org>", '"Usher" <usher@example.org>'],
])("the setting %s is sent as %s", (setting, line) => {
  expect(senderOf(setting)).toEqual({ address: "usher@example.org", line });
});

test("the address keeps its case, which identities and policies are compared by", () => {
  expect(senderOf("Usher@Example.org").address).toBe("Usher@Example.org");
});

test("other letters than ASCII go as encoded words of at most 75 characters", () => {
  const name = "Empfang der Müller-Straße 🛎️ 🧳🎭🎪🎟️🎬🎫🚪🛗🪑🕯️🎩🎻🎼🎺🥁";
  const [, words = ""] =
    /^(.*) <usher@example\.org>$/.exec(senderOf(`${name} <usher@example.org>`).line) ?? [];
  const decoded = words.split(" ").map((word) => {
    expect(word.length).toBeLessThanOrEqual(75);
    const [, base64 = ""] = /^=\?UTF-8\?B\?([A-Za-z0-9+/]+=*)\?=$/.exec(word) ?? [];
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  });
  expect(decoded.join("")).toBe(name);
});

test.each(["", "nobody", "Usher <>", "usher@bücher.example", "a@b.example, c@d.example"])(
  "refuses the setting %j",
  (setting) => {
    expect(() => senderOf(setting)).toThrow("MAIL_FROM is not an e-mail address");
  },
);
