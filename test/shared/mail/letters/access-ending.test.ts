import { describe, expect, test } from "vitest";
import type { AccessEndingLetter } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const letter: AccessEndingLetter = {
  letter: "access-ending",
  customer: "Acme GmbH",
  firstName: "Ada",
  roles: [{ name: "Admin", until: "2027-01-31T18:05:00.000Z" }],
  owners: ["Grace Hopper", "Katherine Johnson"],
};

describe("a letter on access that ends soon", () => {
  test("names the role, its end and the owners", () => {
    expect(compose(letter).subject).toBe("Your role in Acme GmbH ends soon");
    expect(textOf(letter)).toContain(
      "Your role in Acme GmbH ends soon.\n\nYour role: Admin, until 31 January 2027 at 18:05 UTC\n\n" +
        "If you need access for longer, please ask an owner of Acme GmbH: Grace Hopper and Katherine Johnson.\n",
    );
    expect(textOf(letter)).toContain("because you have access to Acme GmbH that ends.");
  });

  test("of a group on a project names both", () => {
    const shared = { ...letter, project: "Apollo", group: "Night shift" };
    expect(compose(shared).subject).toBe("Your role in Apollo (Acme GmbH) ends soon");
    expect(textOf(shared)).toContain(
      "Your role in Apollo (Acme GmbH) through the group Night shift ends soon.",
    );
  });

  test("speaks of several roles as such", () => {
    const roles = [...letter.roles, { name: "Employee", until: "2027-01-31T18:05:00.000Z" }];
    expect(compose({ ...letter, roles }).subject).toBe("Your roles in Acme GmbH end soon");
    expect(textOf({ ...letter, roles })).toContain("Your roles:\n- Admin, until 31 January");
  });

  test("on a group of customers names it, and whose it is", () => {
    const shared = { ...letter, customers: { group: "Branches" }, group: "Night shift" };
    const where = "the customers in Branches (a group of Acme GmbH)";
    expect(compose(shared).subject).toBe(`Your role in ${where} ends soon`);
    expect(textOf(shared)).toContain(
      `Your role in ${where} through the group Night shift ends soon.`,
    );
    expect(textOf(shared)).toContain("please ask an owner of Acme GmbH: ");
    expect(textOf(shared)).toContain(`because you have access to ${where} that ends.`);
  });

  test("on groups of the platform, or on all customers, says so", () => {
    const { customer: _, ...rest } = letter;
    const ofPlatform = { ...rest, owners: [], customers: { group: "Branches" } };
    expect(compose(ofPlatform).subject).toBe(
      "Your role in the customers in Branches (a group of the platform) ends soon",
    );
    expect(compose({ ...ofPlatform, customers: {} }).subject).toBe(
      "Your role in all customers of the platform ends soon",
    );
    expect(textOf(ofPlatform)).toContain("please ask whoever gave it to you.");
  });

  test("where nobody else owns the customer sends to whoever gave the role", () => {
    expect(textOf({ ...letter, owners: [] })).toContain("please ask whoever gave it to you.");
  });
});
