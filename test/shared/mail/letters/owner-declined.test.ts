import { expect, test } from "vitest";
import { compose, textOf } from "../samples.ts";

const letter = {
  letter: "owner-declined" as const,
  customer: "Acme Ltd",
  id: "acme",
  firstName: "Grace",
  by: "Ada Lovelace",
};

test("says which customer has no owner any more, who declined, and who can appoint one", () => {
  expect(compose(letter).subject).toBe("Acme Ltd has no owner any more");
  const text = textOf(letter);
  expect(text).toContain("Ada Lovelace declined to be the owner of Acme Ltd");
  expect(text).toContain("Customer: Acme Ltd\nId: acme\nDeclined by: Ada Lovelace\n");
  expect(text).toContain("each admin of Acme Ltd can appoint one");
  expect(text).not.toContain("Sign in");
  expect(textOf({ ...letter, url: "https://x.example/in" })).toContain("https://x.example/in");
});
