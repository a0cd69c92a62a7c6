import { describe, expect, test } from "vitest";
import type { InvitationLetter } from "../../../../shared/mail/letter.ts";
import { compose, link, textOf } from "../samples.ts";

const invitation: InvitationLetter = {
  letter: "invitation",
  customer: "Acme GmbH",
  firstName: "Ada",
  lastName: "Lovelace",
  inviter: "Grace Hopper",
  address: "ada@xn--bcher-kva.example",
  roles: ["Admin"],
  projects: [],
  link,
  linkUntil: "2026-11-29T09:30:00.000Z",
  resent: 0,
};
describe("an invitation", () => {
  test("says who invites whom to what, and until when the link works", () => {
    expect(compose(invitation).subject).toBe("Grace Hopper invited you to Acme GmbH");
    expect(textOf(invitation)).toBe(`Hello Ada,

Grace Hopper would like you to join Acme GmbH.

Your role: Admin

See the invitation:

${link}

You can accept or decline there. The link works once, until 29 November 2026 at 09:30 UTC.

You did not expect this? Then do nothing: nothing happens until you accept.

—
Usher
You get this e-mail because Grace Hopper invited Ada Lovelace (ada@bücher.example) to Acme GmbH.
`);
  });

  test("shows the whole plan and the message", () => {
    const text = textOf({
      ...invitation,
      roles: ["Admin", "Employee"],
      groups: ["Night Shift", "Day Shift", "Weekend"],
      projects: [
        { name: "Apollo", roles: ["User"] },
        { name: "Gemini", roles: ["Reader", "User"] },
      ],
      accessUntil: "2027-01-31T00:00:00.000Z",
      message: "Hi Ada,\n\nwelcome!",
    });
    expect(text).toContain(`
Your roles: Admin and Employee
Your groups: Night Shift, Day Shift and Weekend
Your projects:
- Apollo: User
- Gemini: Reader and User
Your access ends: 31 January 2027 at 00:00 UTC

Grace Hopper writes:
> Hi Ada,
>
> welcome!

See the invitation:
`);
  });

  test("calls one project a project", () => {
    const projects = [{ name: "Apollo", roles: ["User"] }];
    expect(textOf({ ...invitation, projects })).toContain("Your project: Apollo: User\n");
  });

  test("that was sent again says that the earlier link is dead", () => {
    const again = { ...invitation, resent: 2 };
    expect(compose(again).subject).toBe("New link: Grace Hopper invited you to Acme GmbH");
    expect(textOf(again)).toContain("It replaces the earlier one, which no longer works.");
    expect(textOf(invitation)).not.toContain("replaces");
  });

  test("quotes no message that shows nothing", () => {
    expect(textOf({ ...invitation, message: "\u200b\n" })).toBe(textOf(invitation));
  });

  test("greets without a name when none is known", () => {
    const { firstName: _, lastName: __, ...nameless } = invitation;
    expect(textOf(nameless)).toMatch(/^Hello,\n/);
    expect(textOf(nameless)).toContain("Grace Hopper invited ada@bücher.example to Acme GmbH.");
  });
});
