import { hash, timingSafeEqual } from "node:crypto";

/** What is stored of a secret. A fast hash is enough: secrets have 160 bits and more. */
export const hashOf = (secret: string) => hash("sha256", secret, "base64url");

/** Compares two hashes in a time that tells nothing about them. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
