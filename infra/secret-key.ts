import { RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AccountRootPrincipal,
  ArnPrincipal,
  type IRole,
  PolicyDocument,
  PolicyStatement,
} from "aws-cdk-lib/aws-iam";
import { Key, KeySpec, KeyUsage } from "aws-cdk-lib/aws-kms";

// Neither GenerateMac nor CreateGrant, which could hand it out.
const administration = [
  "CancelKeyDeletion",
  "DescribeKey",
  "DisableKey",
  "EnableKey",
  "GetKeyPolicy",
  "GetKeyRotationStatus",
  "ListGrants",
  "ListKeyPolicies",
  "ListResourceTags",
  "PutKeyPolicy",
  "ScheduleKeyDeletion",
  "TagResource",
  "UntagResource",
  "UpdateKeyDescription",
];

/** The key that invitation secrets are made with. The account administers it, and cannot use it. */
export function createSecretKey(stack: Stack) {
  return new Key(stack, "SecretKey", {
    description: "Makes the secrets of Usher's invitation links",
    keySpec: KeySpec.HMAC_256,
    keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
    removalPolicy: RemovalPolicy.RETAIN,
    policy: new PolicyDocument({
      statements: [
        new PolicyStatement({
          sid: "Administer",
          principals: [new AccountRootPrincipal()],
          actions: administration.map((action) => `kms:${action}`),
          resources: ["*"],
        }),
      ],
    }),
  });
}

/** Lets one role, and nobody else, make secrets. */
export function letMakeSecrets(key: Key, role: IRole) {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "MakeSecrets",
      principals: [new ArnPrincipal(role.roleArn)],
      actions: ["kms:GenerateMac"],
      resources: ["*"],
    }),
  );
}
