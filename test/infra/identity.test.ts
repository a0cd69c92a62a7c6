import { beforeAll, expect, test } from "vitest";
import { type Stacked, templateWith } from "./stack.ts";

type Statement = { Sid: string; Effect: string; Action: unknown; Resource: unknown };
type Policy = { PolicyDocument: { Statement: Statement[] }; Roles: { Ref: string }[] };

let own: Stacked;
let brought: Stacked;
let closed: Stacked;
beforeAll(() => {
  own = templateWith();
  brought = templateWith({ issuer: "https://login.example.org", clientIds: "app" });
  closed = templateWith({
    signUp: "admin",
    stackName: "Usher-Test",
    callbackUrls: "https://app.example.org/back",
  });
});

const issuerOf = (stack: Stacked) =>
  stack
    .of<{ Environment: { Variables: Record<string, unknown> } }>("AWS::Lambda::Function")
    .flatMap(({ properties }) => properties.Environment.Variables.ISSUER ?? []);

test("a user pool of the stack is the issuer unless one is brought", () => {
  const [pool] = own.of("AWS::Cognito::UserPool");
  const issuer = { "Fn::GetAtt": [pool?.id, "ProviderURL"] };
  expect(issuerOf(own)).toEqual([issuer, issuer]);
});

test("with an issuer brought there is nothing of Cognito", () => {
  expect(issuerOf(brought)).toEqual(["https://login.example.org", "https://login.example.org"]);
  expect(Object.values(brought.all).filter(({ Type }) => Type.includes("Cognito"))).toEqual([]);
});

test("people sign in by a verified address, with a long password", () => {
  const [pool] = own.of("AWS::Cognito::UserPool");
  expect(pool?.properties).toMatchObject({
    UsernameAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ["email"],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ["email"] },
    Policies: { PasswordPolicy: { MinimumLength: 12 } },
  });
});

test("accounts survive a mistake", () => {
  const [pool] = own.of("AWS::Cognito::UserPool");
  expect(pool).toMatchObject({ DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" });
  expect(pool?.properties.DeletionProtection).toBe("ACTIVE");
});

test("people make their own accounts unless administrators do", () => {
  const only = (stack: Stacked) => stack.of("AWS::Cognito::UserPool")[0]?.properties;
  expect(only(own)).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: false } });
  expect(only(closed)).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } });
});

test("the client asks for identity and address by authorization code, and holds no secret", () => {
  const [client] = own.of("AWS::Cognito::UserPoolClient");
  expect(client?.properties).toMatchObject({
    AllowedOAuthFlows: ["code"],
    AllowedOAuthScopes: ["openid", "email"],
    GenerateSecret: false,
    PreventUserExistenceErrors: "ENABLED",
  });
});

test("after sign-in people go to the configured address, else to the API's documentation", () => {
  const back = (stack: Stacked) =>
    stack.of("AWS::Cognito::UserPoolClient")[0]?.properties.CallbackURLs;
  expect(back(closed)).toEqual(["https://app.example.org/back"]);
  // Links in letters may begin elsewhere.
  for (const stack of [own, templateWith({ appUrl: "https://app.example.org" })])
    expect(back(stack)).toEqual([
      { "Fn::Join": ["", [{ "Fn::GetAtt": ["Api", "ApiEndpoint"] }, "/docs"]] },
    ]);
});

test("the sign-in page's prefix is free in a fresh account, and in one with another stack", () => {
  const prefix = (stack: Stacked) => stack.of("AWS::Cognito::UserPoolDomain")[0]?.properties.Domain;
  const account = { Ref: "AWS::AccountId" };
  expect(prefix(own)).toEqual({ "Fn::Join": ["-", ["usher", account]] });
  expect(prefix(closed)).toEqual({ "Fn::Join": ["-", ["usher-test", account]] });
});

test("the user pool is searched where a deployer says so, by what answers callers and nothing else", () => {
  const searched = templateWith({ directory: "true" });
  const [pool] = searched.of("AWS::Cognito::UserPool");
  const directories = (stack: Stacked) =>
    stack
      .of<Policy>("AWS::IAM::Policy")
      .flatMap(({ properties: { PolicyDocument, Roles } }) =>
        PolicyDocument.Statement.map((statement) => ({ ...statement, role: Roles[0]?.Ref })),
      )
      .filter(({ Action }) => JSON.stringify(Action).includes("cognito"));
  expect(directories(own)).toEqual([]);
  expect(directories(searched)).toEqual([
    {
      Sid: "Directory",
      Effect: "Allow",
      Action: "cognito-idp:ListUsers",
      Resource: { "Fn::GetAtt": [pool?.id, "Arn"] },
      role: expect.stringMatching(/^ReadRole/),
    },
  ]);
  const told = searched
    .of<{ Environment: { Variables: Record<string, unknown> } }>("AWS::Lambda::Function")
    .flatMap(({ properties }) => properties.Environment.Variables.USER_POOL_ID ?? []);
  expect(told).toEqual([{ Ref: pool?.id }]);
});
