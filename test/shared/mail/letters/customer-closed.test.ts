import { expect, test } from "vitest";
import { compose, textOf } from "../samples.ts";

const letter = {
  letter: "customer-closed" as const,
  customer: "Acme Ltd",
  firstName: "Grace",
  by: "Ada Lovelace",
};

test("says who closed the customer, and the whole of the reason, line by line", () => {
  const reason = `The contract has ended.\n${"Ask me if you miss something. ".repeat(20).trim()}`;
  expect(compose({ ...letter, reason }).subject).toBe("Acme Ltd was closed");
  const text = textOf({ ...letter, reason });
  expect(text).toContain("Ada Lovelace closed Acme Ltd for good.");
  expect(text).toContain(`gave:\n> The contract has ended.\n> ${reason.split("\n")[1]}\n`);
});

test("gives no reason where there is none", () => {
  expect(textOf(letter)).not.toContain("reason");
});
