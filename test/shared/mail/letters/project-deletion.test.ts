import { expect, test } from "vitest";
import type { ProjectDeletionLetter } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const about = { customer: "Acme Ltd", firstName: "Grace", project: "Website", by: "Ada Lovelace" };

test.each<[string, string, Pick<ProjectDeletionLetter, "letter"> & Partial<ProjectDeletionLetter>]>(
  [
    [
      "Website (Acme Ltd) is about to be deleted",
      "Ada Lovelace asked for Website (Acme Ltd) to be deleted. Your access to it has ended.",
      { letter: "project-deletion-requested", reason: `Replaced${", as said".repeat(20)}` },
    ],
    [
      "Website (Acme Ltd) is not deleted",
      "You have access to it again.",
      { letter: "project-deletion-declined", reason: "In use", regains: true },
    ],
    [
      "Website (Acme Ltd) is not deleted",
      "because you asked for the deletion of Website of Acme Ltd",
      { letter: "project-deletion-declined", reason: "In use", regains: false },
    ],
    [
      "Website (Acme Ltd) was deleted",
      "As Alan Turing had asked, Website (Acme Ltd) was deleted for good.",
      { letter: "project-deleted", requester: "Alan Turing" },
    ],
    [
      "Website (Acme Ltd) was deleted",
      "As you had asked, Website (Acme Ltd) was deleted for good.",
      { letter: "project-deleted" },
    ],
  ],
)("%s: %s", (subject, says, more) => {
  const letter = { ...about, ...more };
  expect(compose(letter).subject).toBe(subject);
  const text = textOf(letter).replaceAll(/\s+/g, " ");
  expect(text).toContain(says);
  if (more.reason) expect(text).toContain(more.reason);
});
