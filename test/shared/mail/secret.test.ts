import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { startKms } from "../../../infra/local/kms.ts";
import { surroundings } from "../../infra/local/surroundings.ts";

const key = { KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" };
const resources = {
  Secret: { Type: "AWS::KMS::Key", Properties: key },
  Other: { Type: "AWS::KMS::Key", Properties: key },
};

let mailer: typeof import("../../../shared/mail/secret.ts");
beforeEach(async () => {
  const kms = await startKms(surroundings(resources));
  onTestFinished(kms.stop);
  vi.stubEnv("AWS_ENDPOINT_URL_KMS", kms.endpoint);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "mailer");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  vi.stubEnv("SECRET_KEY_ID", "Secret");
  vi.resetModules();
  mailer = await import("../../../shared/mail/secret.ts");
});

test("the secret has 256 bits and is the same each time it is derived", async () => {
  const secret = await mailer.secretOf("acme", "inv_1", 1);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(await mailer.secretOf("acme", "inv_1", 1)).toBe(secret);
});

test("another customer, invitation, round or key has another secret", async () => {
  const secrets = [
    await mailer.secretOf("acme", "inv_1", 1),
    await mailer.secretOf("acme-x", "inv_1", 1),
    await mailer.secretOf("acme", "inv_2", 1),
    await mailer.secretOf("acme", "inv_1", 2),
    await mailer.secretOf("acme", "inv_11", 1),
    await mailer.secretOf("acme", "inv_1", 11),
    await mailer.secretOf('acme","inv_1', "", 1),
  ];
  vi.stubEnv("SECRET_KEY_ID", "Other");
  secrets.push(await mailer.secretOf("acme", "inv_1", 1));
  expect(new Set(secrets).size).toBe(secrets.length);
});

test("the link carries customer, invitation and secret behind the #", () => {
  expect(mailer.linkOf("https://usher.example.org", "acme", "inv_1", "s-e_c")).toBe(
    "https://usher.example.org/invitation#acme.inv_1.s-e_c",
  );
});
