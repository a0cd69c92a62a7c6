import { createHash } from "node:crypto";

/** A number below `count`, always the same for the same id. */
export function spread(id: string, count: number): string {
  return id.startsWith("<")
    ? `<0..${count - 1}>`
    : String(createHash("sha256").update(id).digest().readUInt16BE() % count);
}

/** The part of an identity's key that stands for issuer and subject: injective whatever they contain. */
export const identityHash = (identity: { issuer: string; subject: string }) =>
  createHash("sha256")
    .update(JSON.stringify([identity.issuer, identity.subject]))
    .digest("base64url");
