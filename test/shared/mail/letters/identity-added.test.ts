import { expect, test } from "vitest";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

test("a further sign-in names who linked it, and what to do if nobody asked for it", () => {
  const letter: LetterContent = {
    letter: "identity-added",
    firstName: "Ada",
    address: "ada@example.com",
    by: "Grace Hopper",
  };
  expect(compose(letter).subject).toBe("Grace Hopper linked a further sign-in to your account");
  expect(textOf(letter)).toContain("Whoever signs in that way acts as you.");
  expect(textOf(letter)).toContain("If you did not ask for this");
});
