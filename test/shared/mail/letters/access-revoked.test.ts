import { describe, expect, test } from "vitest";
import { compose } from "../../../../shared/mail/compose.ts";
import type { LetterContent } from "../../../../shared/mail/letter.ts";
import { textOf } from "../samples.ts";

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

  test("names the groups through which access stays", () => {
    const letter = { ...revoked(true, []), keptThrough: ["Night Shift"] } as LetterContent;
    expect(compose(letter).subject).toBe("Your own access to Acme GmbH has ended");
    expect(textOf(letter)).toContain("What you have through the group Night Shift stays as it is.");
    expect(textOf({ ...letter, keptThrough: ["A", "B"] } as LetterContent)).toContain(
      "through the groups A and B stays",
    );
  });
});
