import { GenerateMacCommand, KMSClient } from "@aws-sdk/client-kms";
import { env } from "../env.ts";
import { tokenOf } from "../model/invitation-token.ts";

const kms = new KMSClient({ requestHandler: { connectionTimeout: 1_000, socketTimeout: 3_000 } });

/** The secret in the link of one round of an invitation: always the same, known only to who may use the key. */
export async function secretOf(
  customer: string,
  invitation: string,
  round: number,
): Promise<string> {
  const { Mac } = await kms.send(
    new GenerateMacCommand({
      KeyId: env.secretKeyId,
      MacAlgorithm: "HMAC_SHA_256",
      Message: Buffer.from(JSON.stringify(["invitation", customer, invitation, round])),
    }),
  );
  if (!Mac) throw new Error("KMS answered without a MAC");
  return Buffer.from(Mac).toString("base64url");
}

/** The link of an invitation. What follows the # never reaches a server by itself. */
export const linkOf = (appUrl: string, customer: string, invitation: string, secret: string) =>
  `${appUrl}/invitation#${tokenOf({ customer, invitation, secret })}`;
