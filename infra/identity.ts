import { Aws, CfnOutput, Duration, Fn, RemovalPolicy, type Stack } from "aws-cdk-lib";
import {
  AccountRecovery,
  CfnUserPoolDomain,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
} from "aws-cdk-lib/aws-cognito";
import type { Settings } from "./settings.ts";

export type Identity = { issuer: string; clientIds: string; pool?: UserPool };

/** Who vouches for people: the configured issuer, else a Cognito user pool of the stack's own. */
export function createIdentity(stack: Stack, settings: Settings, url: string): Identity {
  if (settings.issuer) {
    return { issuer: settings.issuer, clientIds: (settings.clientIds ?? []).join(",") };
  }
  const pool = createPool(stack, settings);
  const client = pool.addClient("Client", {
    generateSecret: false,
    preventUserExistenceErrors: true,
    authFlows: { userSrp: true },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
      callbackUrls: settings.callbackUrls ?? [`${url}/docs`],
    },
    accessTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
  const domain = createDomain(stack, pool);
  new CfnOutput(stack, "ClientId", { value: client.userPoolClientId });
  new CfnOutput(stack, "SignInDomain", {
    value: `https://${domain.ref}.auth.${Aws.REGION}.amazoncognito.com`,
  });
  return { issuer: pool.userPoolProviderUrl, clientIds: client.userPoolClientId, pool };
}

function createPool(stack: Stack, { signUp }: Settings) {
  return new UserPool(stack, "People", {
    featurePlan: FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: signUp === "self",
    signInAliases: { email: true },
    signInCaseSensitive: false,
    autoVerify: { email: true },
    // A changed address counts only once it is verified: the address decides who somebody is.
    keepOriginal: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    mfa: Mfa.OPTIONAL,
    mfaSecondFactor: { otp: true, sms: false },
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(7),
    },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/** Prefixes are unique in a region across all accounts, so the account's number is part of it. */
function createDomain(stack: Stack, pool: UserPool) {
  const prefix = stack.stackName.toLowerCase();
  return new CfnUserPoolDomain(stack, "SignIn", {
    userPoolId: pool.userPoolId,
    domain: Fn.join("-", [prefix, Aws.ACCOUNT_ID]),
    managedLoginVersion: 1,
  });
}
