import { domainToUnicode } from "node:url";
import * as z from "zod/mini";
import { lazy } from "./lazy.ts";

/** RFC 5321 local part without quoting; ASCII only, since SES delivers no other. Tested as typed: in lower case the Kelvin sign would be a k. */
const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const domainPart = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/** RFC 5321: 64 characters, an at sign and 255 more. */
const longest = 320;

/** The form in which addresses are compared and kept: trimmed, small, an international domain as Punycode; undefined when no mail can go there. */
export function normalAddress(typed: string): string | undefined {
  if (typed.length > longest) return undefined;
  const [local = "", domain = "", ...rest] = typed.trim().split("@");
  if (rest.length > 0 || local.length > 64 || !localPart.test(local)) return undefined;
  const ascii = asciiDomain(domain.normalize("NFC").toLowerCase());
  if (!ascii || ascii.length > 253 || !domainPart.test(ascii)) return undefined;
  return `${local.toLowerCase()}@${ascii}`;
}

function asciiDomain(domain: string): string | undefined {
  // Punycode takes time that grows with the square of a label's length.
  if (domain.split(".").some((label) => label.length > 63)) return undefined;
  if (/[^\p{L}\p{N}\p{M}.-]/u.test(domain)) return undefined;
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : undefined;
}

/** An address as people know it: its domain in Unicode. */
export function readableAddress(address: string): string {
  const [local = "", domain = ""] = address.split("@");
  return `${local}@${domainToUnicode(domain) || domain}`;
}

/** An e-mail address that mail can be sent to, brought into its normal form. */
export const EmailAddress = lazy(() =>
  z.string().check(
    z.maxLength(longest),
    z.refine((typed) => normalAddress(typed) !== undefined, {
      error: "must be an e-mail address that mail can be sent to",
      params: { code: "address_not_deliverable" },
    }),
    z.overwrite((typed) => normalAddress(typed) ?? typed),
  ),
);
