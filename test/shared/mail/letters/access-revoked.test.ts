import { describe, expect, test } from "vitest";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const access = { customer: "Acme GmbH", firstName: "Ada", by: "Grace Hopper" };

describe("a letter on lost access", () => {
  const revoked = (
    customer: boolean,
    projects: string[],
    count = projects.length,
  ): LetterContent => ({
    letter: "access-revoked",
    ...access,
    lost: { customer, projects, count },
  });

  test("to the customer alone lists no projects", () => {
    expect(compose(revoked(true, [])).subject).toBe("Your access to Acme GmbH has ended");
    expect(textOf(revoked(true, []))).toContain(
      "Grace Hopper ended your access to Acme GmbH.\n\nIf this looks like a mistake, please ask Grace Hopper.\n",
    );
  });

  test("to the customer lists the projects that go with it", () => {
    expect(textOf(revoked(true, ["Apollo"]))).toContain("Projects that go with it: Apollo\n");
  });

  test("to one project names it", () => {
    expect(compose(revoked(false, ["Apollo"])).subject).toBe(
      "Your access to Apollo (Acme GmbH) has ended",
    );
    expect(textOf(revoked(false, ["Apollo"]))).not.toContain("Projects");
  });

  test("to many projects names twenty and counts the rest", () => {
    const names = Array.from({ length: 25 }, (_, index) => `Project ${index + 1}`);
    const letter = revoked(false, names, 104);
    expect(compose(letter).subject).toBe("Your access to 104 projects of Acme GmbH has ended");
    expect(textOf(letter)).toContain("Projects:\n- Project 1\n");
    expect(textOf(letter)).toContain("- Project 20\n- and 84 more\n\n");
    expect(textOf(revoked(false, names.slice(0, 20)))).toContain("- Project 20\n\n");
  });

  test("to what a group gave alone says which roles have ended, where, and that the rest stays", () => {
    const [admin, reader] = [{ name: "Admin" }, { name: "Project Reader" }];
    const here = { customer: "Acme GmbH", roles: [admin] };
    const one = { ...revoked(false, []), group: "Night Shift", ended: [here] } as LetterContent;
    expect(compose(one).subject).toBe("Your roles in Acme GmbH have changed");
    expect(textOf(one)).toContain(
      "Grace Hopper ended what you had in Acme GmbH through the group Night Shift.\n\nRole that has ended: Admin\n\nWhatever else you have stays as it is.\n",
    );
    const below = { customer: "Acme GmbH", customers: { group: "Retail" }, roles: [admin] };
    const apollo = { customer: "Acme GmbH", project: "Apollo", roles: [reader] };
    const many = { ...one, ended: [below, apollo] } as LetterContent;
    expect(textOf(many)).toContain("ended what you had through the group Night Shift.");
    expect(textOf(many)).toContain(
      "Roles that have ended:\n- Admin in the customers in Retail (a group of Acme GmbH)\n- Project Reader in Apollo (Acme GmbH)\n",
    );
    expect(textOf({ ...revoked(true, []), ended: [below] } as LetterContent)).toContain(
      "Roles that ended with it: Admin in the customers in Retail (a group of Acme GmbH)\n",
    );
  });

  test("names the groups through which access stays", () => {
    const letter = { ...revoked(true, []), keptThrough: ["Night Shift"] } as LetterContent;
    expect(compose(letter).subject).toBe("Your own access to Acme GmbH has ended");
    expect(textOf(letter)).toContain("What you have through the group Night Shift stays as it is.");
    expect(textOf({ ...letter, keptThrough: ["A", "B"] } as LetterContent)).toContain(
      "through the groups A and B stays",
    );
  });
});
