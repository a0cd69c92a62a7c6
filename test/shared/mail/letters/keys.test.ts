import { expect, test } from "vitest";
import type { KeyEndingLetter, KeysRevokedLetter } from "../../../../shared/mail/letter.ts";
import { compose, textOf } from "../samples.ts";

const letter: KeyEndingLetter = {
  letter: "key-ending",
  customer: "Acme GmbH",
  firstName: "Ada",
  apiUser: "Deployment",
  key: "key_01",
  until: "2027-01-31T18:05:00.000Z",
  owners: ["Grace Hopper", "Katherine Johnson"],
};

test("a letter on a key that ends names it, its end and the owners", () => {
  expect(compose(letter).subject).toBe("A key of Deployment (Acme GmbH) ends soon");
  expect(textOf(letter)).toContain(
    "A key of the API user Deployment (Acme GmbH) that was shown to you ends soon. From then on it is refused.\n\n" +
      "Key: key_01\nEnds: 31 January 2027 at 18:05 UTC\n\n" +
      "If it is still needed, please rotate it before then, or tell an owner of Acme GmbH: Grace Hopper and Katherine Johnson.\n",
  );
});

test("a letter on a key of the platform names no customer", () => {
  const { customer: _, ...rest } = letter;
  const ofPlatform = { ...rest, owners: [] };
  expect(compose(ofPlatform).subject).toBe("A key of Deployment ends soon");
  expect(textOf(ofPlatform)).toContain("If it is still needed, please rotate it before then.\n");
});

const revoked: KeysRevokedLetter = {
  letter: "keys-revoked",
  customer: "Acme GmbH",
  firstName: "Ada",
  apiUser: "Deployment",
  loser: "Grace Hopper",
  by: "Katherine Johnson",
  count: 1,
};

test("a letter on a key that was revoked says whose it was, and why", () => {
  expect(compose(revoked).subject).toBe("A key of Deployment (Acme GmbH) was revoked");
  expect(textOf(revoked)).toContain(
    "Grace Hopper may no longer manage API users of Acme GmbH, because Katherine Johnson changed their access. " +
      "A key of the API user Deployment that Grace Hopper was shown was revoked: whatever still uses it is refused.",
  );
  expect(textOf({ ...revoked, by: undefined })).toContain("because they gave that up themselves.");
  expect(compose({ ...revoked, count: 3 }).subject).toBe(
    "3 keys of Deployment (Acme GmbH) were revoked",
  );
});
