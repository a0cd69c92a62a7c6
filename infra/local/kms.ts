import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AwsError, serveJson } from "./aws-json.ts";
import { CannotStart } from "./cannot-start.ts";
import { account, region } from "./names.ts";
import type { Part, Surroundings } from "./part.ts";

type Key = { arn: string; algorithm: string; hash: string; material: Buffer };
type MacInput = { KeyId?: string; Message?: string; MacAlgorithm?: string; Mac?: string };

/** Key spec → the bytes of a key; the algorithm is `HMAC_SHA_<bits>`. */
const specs: Record<string, number> = { HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 };

/** Plays KMS for the template's HMAC keys. Their material is made once and stays in the state folder. */
export async function startKms(
  surroundings: Pick<Surroundings, "template" | "stateDir">,
): Promise<Part & { endpoint: string }> {
  const keys = readKeys(surroundings);

  function mac(input: MacInput) {
    const key = keys.get(input.KeyId ?? "");
    if (!key) throw new AwsError("NotFoundException", `Key '${input.KeyId}' does not exist`);
    const message = Buffer.from(input.Message ?? "", "base64");
    if (message.length === 0 || message.length > 4096) {
      throw new AwsError("ValidationException", "'message' must have 1 to 4096 bytes");
    }
    if (input.MacAlgorithm !== key.algorithm) {
      const why = `${input.MacAlgorithm} is incompatible with the key spec of ${key.arn}`;
      throw new AwsError("InvalidKeyUsageException", why);
    }
    return { key, value: createHmac(key.hash, key.material).update(message).digest() };
  }

  return serveJson({
    GenerateMac: (input: MacInput) => {
      const { key, value } = mac(input);
      return { KeyId: key.arn, MacAlgorithm: key.algorithm, Mac: value.toString("base64") };
    },
    VerifyMac: (input: MacInput) => {
      const { key, value } = mac(input);
      const given = Buffer.from(input.Mac ?? "", "base64");
      if (given.length !== value.length || !timingSafeEqual(given, value)) {
        throw new AwsError("KMSInvalidMacException", "The MAC does not fit the message.");
      }
      return { KeyId: key.arn, MacAlgorithm: key.algorithm, MacValid: true };
    },
  });
}

/** The template's keys by everything a caller may name them by: id, ARN, alias, alias ARN. */
function readKeys({ template, stateDir }: Pick<Surroundings, "template" | "stateDir">) {
  const keys = new Map<string, Key>();
  for (const { id, properties } of template.resources<Record<string, string>>("AWS::KMS::Key")) {
    if (properties.KeyUsage !== "GENERATE_VERIFY_MAC") continue;
    const bytes = specs[properties.KeySpec ?? ""];
    if (!bytes) throw new CannotStart(`The local host does not play the key spec of ${id}.`);
    const arn = `arn:aws:kms:${region}:${account}:key/${id}`;
    const material = keep(join(stateDir, "kms"), id, bytes);
    const key = { arn, algorithm: `HMAC_SHA_${bytes * 8}`, hash: `sha${bytes * 8}`, material };
    keys.set(id, key).set(arn, key);
  }
  for (const { properties } of template.resources<Record<string, string>>("AWS::KMS::Alias")) {
    const key = keys.get(properties.TargetKeyId ?? "");
    const name = properties.AliasName ?? "";
    if (key) keys.set(name, key).set(`arn:aws:kms:${region}:${account}:${name}`, key);
  }
  return keys;
}

function keep(dir: string, id: string, bytes: number): Buffer {
  const file = join(dir, id);
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, randomBytes(bytes), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file);
}
