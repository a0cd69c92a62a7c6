import { expect, test } from "vitest";
import { compose } from "../../../../shared/mail/compose.ts";
import type { KeyEndingLetter } from "../../../../shared/mail/letter.ts";
import { textOf } from "../samples.ts";

const letter: KeyEndingLetter = {
  ...{ letter: "key-ending", customer: "Acme GmbH", firstName: "Ada" },
  ...{ apiUser: "Deployment", key: "key_01", until: "2027-01-31T18:05:00.000Z" },
  owners: ["Grace Hopper", "Katherine Johnson"],
};

test("a letter on a key that ends names it, its end and the owners", () => {
  expect(compose(letter).subject).toBe("A key of Deployment (Acme GmbH) ends soon");
  expect(textOf(letter)).toContain(
    "A key of the API user Deployment (Acme GmbH) that was shown to you ends soon. From then on it is refused.\n\n" +
      "Key: key_01\nEnds: 31 January 2027 at 18:05 UTC\n\n" +
      "Please rotate it before if it is still needed, or tell an owner of Acme GmbH: Grace Hopper and Katherine Johnson.\n",
  );
});

test("a letter on a key of the platform names no customer", () => {
  const { customer: _, ...rest } = letter;
  const ofPlatform = { ...rest, owners: [] };
  expect(compose(ofPlatform).subject).toBe("A key of Deployment ends soon");
  expect(textOf(ofPlatform)).toContain("Please rotate it before if it is still needed.\n");
});
