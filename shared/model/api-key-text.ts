import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { prefixes } from "./id.ts";

/** The letters and digits of ULIDs: a double click marks a key as one word. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** 160 bits. */
const secretLength = 32;
const checksumLength = 7;
const mark = "ush";

const form = new RegExp(
  `^(${mark}_([${alphabet}]{26})([${alphabet}]{26})_([${alphabet}]{${secretLength}}))([${alphabet}]{${checksumLength}})$`,
);

/** What a key says: whose it is, which one, and its secret. */
interface ApiKeyText {
  apiUser: string;
  key: string;
  secret: string;
}

export const newSecret = () =>
  [...randomBytes(secretLength)].map((byte) => alphabet[byte % alphabet.length]).join("");

/** `ush_<API user><key>_<secret><checksum>`: what is shown once, and never stored. */
export function textOf({ apiUser, key, secret }: ApiKeyText): string {
  const id = [apiUser, key].map((typed) => typed.slice(typed.indexOf("_") + 1)).join("");
  const text = `${mark}_${id}_${secret}`;
  return text + checksumOf(text);
}

/** What a text that is meant as a key says; undefined when it was mistyped. */
export function readText(text: string): ApiKeyText | undefined {
  const [, checked = "", apiUser, key, secret = "", checksum] = form.exec(text) ?? [];
  if (checksum === undefined || checksumOf(checked) !== checksum) return undefined;
  return { apiUser: `${prefixes.apiUser}_${apiUser}`, key: `${prefixes.apiKey}_${key}`, secret };
}

/** True of what is meant as a key, well-formed or not. */
export const isMeantAsKey = (text: string) => text.startsWith(`${mark}_`);

function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet[rest % alphabet.length] + digits;
    rest = Math.floor(rest / alphabet.length);
  }
  return digits;
}
