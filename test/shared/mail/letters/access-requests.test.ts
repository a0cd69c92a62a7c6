import { expect, test } from "vitest";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const asked = {
  customer: "Acme GmbH",
  firstName: "Ada",
  by: "Grace Hopper",
  who: "Lin Chen",
  what: [{ name: "Admin", until: "2027-01-31T12:00:00.000Z" }],
};

test("whoever may decide reads who asks, for whom, for what, and how many agreed", () => {
  const letter: LetterContent = {
    letter: "approval-wanted",
    id: "arq_7",
    ...asked,
    needed: 2,
    agreed: 1,
  };
  expect(compose(letter).subject).toBe("Grace Hopper asks for your approval at Acme GmbH");
  const text = textOf(letter);
  for (const said of [
    "1 of 2",
    "Request: arq_7",
    "Grace Hopper",
    "Lin Chen",
    "Admin, until",
    "One who declines",
  ])
    expect(text).toContain(said);
  expect(textOf({ ...letter, url: "https://x.example/in" })).toContain("https://x.example/in");
});

test("whoever asked reads what came of it, and why", () => {
  const outcome = { ...asked, decidedBy: "Max Ernst" };
  const approved: LetterContent = { letter: "request-approved", ...outcome };
  expect(compose(approved).subject).toBe("Your request at Acme GmbH was approved");
  expect(textOf(approved)).toContain("the last to agree was Max Ernst");
  const reason = "Not before the audit";
  const declined: LetterContent = { letter: "request-declined", ...outcome, reason };
  expect(textOf(declined)).toContain(reason);
});

test("what is asked on the platform names no customer", () => {
  const { customer: _, ...onPlatform } = asked;
  const letter: LetterContent = {
    letter: "approval-wanted",
    id: "arq_7",
    ...onPlatform,
    needed: 2,
    agreed: 1,
  };
  expect(compose(letter).subject).toBe("Grace Hopper asks for your approval at the platform");
});
