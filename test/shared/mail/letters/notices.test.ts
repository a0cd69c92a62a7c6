import { describe, expect, test } from "vitest";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

describe("a notice", () => {
  const invitee = { invitee: "Ada Lovelace", address: "ada@example.com" };
  const about = { customer: "Acme GmbH", firstName: "Linus" };

  test("tells owners which invitations fell with their inviter", () => {
    const letter: LetterContent = {
      letter: "invitation-revoked-inviter-lost-right",
      ...about,
      inviter: "Grace Hopper",
      by: "Alan Turing",
      invitees: ["ada@xn--bcher-kva.example"],
      count: 3,
    };
    expect(compose(letter).subject).toBe("3 invitations to Acme GmbH were withdrawn");
    expect(compose({ ...letter, count: 1 }).subject).toBe(
      "An invitation to Acme GmbH was withdrawn",
    );
    expect(textOf(letter)).toContain("because Alan Turing changed their access");
    expect(textOf({ ...letter, by: undefined })).toContain("because they gave that up themselves");
    expect(textOf(letter)).toContain("Withdrawn:\n- ada@bücher.example\n- and 2 more\n");
  });

  test("tells the inviter that a letter did not arrive", () => {
    const letter: LetterContent = { letter: "invitation-undeliverable", ...about, ...invitee };
    expect(compose(letter).subject).toBe("Your invitation for Ada Lovelace could not be delivered");
    expect(textOf(letter)).toContain("to Acme GmbH could not be delivered to ada@example.com.");
  });

  test.each([
    ["owner-limit", "but the customer already has two owners."],
    ["nothing-left", "but none of the roles it offered can be given any more."],
  ] as const)("tells the inviter why nobody could accept: %s", (reason, why) => {
    const letter: LetterContent = {
      letter: "acceptance-impossible",
      ...about,
      ...invitee,
      inviter: "Grace Hopper",
      reason,
    };
    expect(compose(letter).subject).toBe(
      "Ada Lovelace could not accept the invitation to Acme GmbH",
    );
    expect(textOf(letter)).toContain("that Grace Hopper had sent, ");
    expect(textOf(letter)).toContain(why);
  });
});
