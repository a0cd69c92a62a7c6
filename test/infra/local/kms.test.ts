import { createHmac } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { GenerateMacCommand, KMSClient, VerifyMacCommand } from "@aws-sdk/client-kms";
import { expect, onTestFinished, test } from "vitest";
import { startKms } from "../../../infra/local/kms.ts";
import { surroundings } from "./surroundings.ts";

const resources = {
  Secret: {
    Type: "AWS::KMS::Key",
    Properties: { KeyUsage: "GENERATE_VERIFY_MAC", KeySpec: "HMAC_256" },
  },
  Other: { Type: "AWS::KMS::Key", Properties: { KeyUsage: "ENCRYPT_DECRYPT" } },
  Name: {
    Type: "AWS::KMS::Alias",
    Properties: { AliasName: "alias/secret", TargetKeyId: { Ref: "Secret" } },
  },
};
const credentials = { accessKeyId: "mailer", secretAccessKey: "secret" };
const MacAlgorithm = "HMAC_SHA_256";
const Message = Buffer.from("inv_1#2");

async function start(around = surroundings(resources)) {
  const kms = await startKms(around);
  onTestFinished(kms.stop);
  const client = new KMSClient({ endpoint: kms.endpoint, region: "us-east-1", credentials });
  const macOf = async (KeyId: string, message = Message) =>
    (await client.send(new GenerateMacCommand({ KeyId, Message: message, MacAlgorithm }))).Mac;
  return { ...kms, client, macOf, around };
}

test("a MAC is the HMAC of the message by a key that only its owner may read", async () => {
  const { macOf, around } = await start();
  const file = join(around.stateDir, "kms", "Secret");
  const expected = createHmac("sha256", readFileSync(file)).update(Message).digest();
  expect(Buffer.from((await macOf("Secret")) ?? [])).toEqual(expected);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the same message has the same MAC after a restart, another message another", async () => {
  const first = await start();
  const mac = await first.macOf("Secret");
  await first.stop();
  const second = await start(first.around);
  expect(await second.macOf("Secret")).toEqual(mac);
  expect(await second.macOf("Secret", Buffer.from("inv_1#3"))).not.toEqual(mac);
});

test("a key answers to its id, ARN and alias", async () => {
  const { macOf } = await start();
  const mac = await macOf("Secret");
  expect(await macOf("arn:aws:kms:us-east-1:000000000000:key/Secret")).toEqual(mac);
  expect(await macOf("alias/secret")).toEqual(mac);
});

test("a MAC is verified, and a changed one refused", async () => {
  const { client, macOf } = await start();
  const Mac = await macOf("Secret");
  const ask = { KeyId: "Secret", Message, MacAlgorithm } as const;
  expect(await client.send(new VerifyMacCommand({ ...ask, Mac }))).toMatchObject({
    MacValid: true,
  });
  const changed = new VerifyMacCommand({ ...ask, Mac: Buffer.from(Mac ?? []).fill(0) });
  await expect(client.send(changed)).rejects.toMatchObject({ name: "KMSInvalidMacException" });
});

test("refuses a key that is unknown or not for MACs, another algorithm, and an empty message", async () => {
  const { client, macOf } = await start();
  await expect(macOf("Nobody")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(macOf("Other")).rejects.toMatchObject({ name: "NotFoundException" });
  await expect(macOf("Secret", Buffer.alloc(0))).rejects.toMatchObject({
    name: "ValidationException",
  });
  const other = new GenerateMacCommand({ KeyId: "Secret", Message, MacAlgorithm: "HMAC_SHA_512" });
  await expect(client.send(other)).rejects.toMatchObject({ name: "InvalidKeyUsageException" });
});
