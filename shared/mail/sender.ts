import { normalAddress } from "../model/email-address.ts";

/** The sender's address, and the From line with the name. */
export function senderOf(address: string, name: string): { address: string; line: string } {
  if (normalAddress(address) !== address.toLowerCase())
    throw new Error(`MAIL_FROM is not an e-mail address with an ASCII domain: ${address}`);
  return { address, line: `${displayName(name)} <${address}>` };
}

/** RFC 5322 quoted string, or RFC 2047 words of at most 75 characters each, cut between letters. */
function displayName(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `"${name.replace(/["\\]/g, "\\$&")}"`;
  const words = name.match(/.{1,10}/gsu) ?? [];
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join(" ");
}
