import { expect, test } from "vitest";
import { hashOf, sameHash } from "../../../shared/model/secret.ts";

test("the hash of a secret is SHA-256 in base64url", () => {
  expect(hashOf("abc")).toBe("ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});

test("hashes are the same or not, whatever their lengths and letters", () => {
  expect(sameHash(hashOf("one"), hashOf("one"))).toBe(true);
  expect(sameHash(hashOf("one"), hashOf("other"))).toBe(false);
  expect(sameHash(hashOf("one"), "")).toBe(false);
  expect(sameHash(hashOf("one"), `${hashOf("one")}A`)).toBe(false);
  expect(sameHash("é", "e")).toBe(false);
});
