import { describe, expect, test } from "vitest";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const access = { customer: "Acme GmbH", firstName: "Ada", by: "Grace Hopper" };

describe("a letter on access", () => {
  test("granted to the customer names the roles and who gave them", () => {
    const letter: LetterContent = {
      letter: "access-granted",
      ...access,
      roles: [{ name: "Admin" }],
    };
    expect(compose(letter).subject).toBe("You now have access to Acme GmbH");
    expect(textOf(letter)).toContain(
      "Grace Hopper gave you access to Acme GmbH.\n\nYour role: Admin\n",
    );
    expect(textOf(letter)).toContain("because Grace Hopper changed your access to Acme GmbH.");
  });

  test("granted to a project names project, customer and ends", () => {
    const roles = [{ name: "User" }, { name: "Reader", until: "2027-01-31T18:05:00.000Z" }];
    const letter: LetterContent = { letter: "access-granted", ...access, project: "Apollo", roles };
    expect(compose(letter).subject).toBe("You now have access to Apollo (Acme GmbH)");
    expect(textOf(letter)).toContain(
      "Your roles:\n- User\n- Reader, until 31 January 2027 at 18:05 UTC\n",
    );
  });

  test("changed shows the roles now and before", () => {
    const before = [{ name: "Employee" }];
    const after = [{ name: "Admin" }, { name: "Owner" }];
    const letter: LetterContent = { letter: "roles-changed", ...access, before, after };
    expect(compose(letter).subject).toBe("Your roles in Acme GmbH have changed");
    expect(textOf(letter)).toContain(
      "Grace Hopper changed your roles in Acme GmbH.\n\nNow:\n- Admin\n- Owner\nBefore: Employee\n",
    );
    expect(textOf({ ...letter, project: "Apollo", before: [] })).toContain(
      "in Apollo (Acme GmbH).\n\nNow:\n- Admin\n- Owner\n\n",
    );
  });
});
