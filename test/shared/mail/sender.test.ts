import { expect, test } from "vitest";
import { senderOf } from "../../../shared/mail/sender.ts";

const lineFor = (name: string) => senderOf("usher@example.org", name).line;

test.each([
  ["Front Desk", '"Front Desk" <usher@example.org>'],
  ["Desk, Front", '"Desk, Front" <usher@example.org>'],
  ['The "Desk" \\ Co', '"The \\"Desk\\" \\\\ Co" <usher@example.org>'],
])("the name %s is sent as %s", (name, line) => {
  expect(senderOf("usher@example.org", name)).toEqual({ address: "usher@example.org", line });
});

test("the address keeps its case, which identities and policies are compared by", () => {
  expect(senderOf("Usher@Example.org", "Usher").address).toBe("Usher@Example.org");
});

const decoded = (line: string) => {
  const [, words = ""] = /^(.*) <usher@example\.org>$/.exec(line) ?? [];
  const parts = words.split(" ").map((word) => {
    expect(word.length).toBeLessThanOrEqual(75);
    const [, base64 = ""] = /^=\?UTF-8\?B\?([A-Za-z0-9+/]+=*)\?=$/.exec(word) ?? [];
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(base64, "base64"));
  });
  return parts.join("");
};

test("other letters than ASCII go as encoded words of at most 75 characters", () => {
  const name = "Empfang der Müller-Straße 🛎️ 🧳🎭🎪🎟️🎬🎫🚪🛗🪑🕯️🎩🎻🎼🎺🥁";
  expect(decoded(lineFor(name))).toBe(name);
});

test("a name begins no further header", () => {
  const name = "Usher\r\nBcc: eve@evil.com";
  expect(lineFor(name)).not.toMatch(/[\r\n]/);
  expect(decoded(lineFor(name))).toBe(name);
});

test.each([
  "",
  "nobody",
  "Usher <usher@example.org>",
  "usher@bücher.example",
  "a@b.example, c@d.example",
])("refuses the address %j", (address) => {
  expect(() => senderOf(address, "Usher")).toThrow("MAIL_FROM is not an e-mail address");
});
