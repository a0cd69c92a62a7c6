import { hash } from "node:crypto";

/** A number below `count`, always the same for the same id. */
export function spread(id: string, count: number): string {
  return id.startsWith("<")
    ? `<0..${count - 1}>`
    : String(hash("sha256", id, "buffer").readUInt16BE() % count);
}

/** The part of an identity's key that stands for issuer and subject: injective whatever they contain. */
export const identityHash = (identity: { issuer: string; subject: string }) =>
  hash("sha256", JSON.stringify([identity.issuer, identity.subject]), "base64url");
