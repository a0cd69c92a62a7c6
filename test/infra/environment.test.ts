import { beforeAll, expect, test } from "vitest";
import { pascal } from "../../infra/plan.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Lambda = { Environment: { Variables: Record<string, unknown> } };

let stack: Stacked;
let bare: Stacked;
beforeAll(() => {
  bare = templateWith();
  stack = templateWith({
    issuer: "https://login.example.org",
    clientIds: "app, cli",
    trustedAddresses: "true",
    selfService: "off",
    maxAccessDays: '{"customer:admin": 90}',
    registrationUrl: "https://example.org/register",
    signInUrl: "https://app.example.org",
    appUrl: "https://app.example.org/",
    brandName: "Northwind",
    brandLogo: "https://cdn.example.org/logo.png",
    brandColour: "#003366",
    mailFrom: "usher@example.org",
    mailReplyTo: "desk@example.org",
    mailFooter: "Northwind Ltd\n1 Road",
    mailFreeze: "2030-01-31T12:00:00Z",
    logLevel: "WARN",
  });
});

/** What a function is told besides the name of the table, which all are told. */
const variables = (from: Stacked, name: string) => {
  const lambdas = from.of<Lambda>("AWS::Lambda::Function");
  const lambda = lambdas.find(({ id }) => new RegExp(`^${pascal(name)}[0-9A-F]{8}$`).test(id));
  const { TABLE_NAME, POWERTOOLS_SERVICE_NAME, ...own } =
    lambda?.properties.Environment.Variables ?? {};
  expect(TABLE_NAME).toEqual({ Ref: from.of("AWS::DynamoDB::GlobalTable")[0]?.id });
  expect(POWERTOOLS_SERVICE_NAME).toBe("usher");
  return own;
};

test("functions that know their caller are told whom to believe", () => {
  const told = {
    ISSUER: "https://login.example.org",
    CLIENT_IDS: "app,cli",
    TRUSTED_ADDRESSES: "true",
  };
  expect(variables(stack, "read")).toEqual({
    ...told,
    PEOPLE_SEARCH: "everyone",
    THING_QUOTA: "1000000",
  });
  expect(variables(stack, "write")).toEqual({
    ...told,
    SELF_SERVICE: "off",
    REGISTRATION_URL: "https://example.org/register",
    MIN_APPROVALS: "1",
    MAX_ACCESS_DAYS: '{"customer:admin":90}',
    THING_QUOTA: "1000000",
  });
});

test("who can make themselves a customer does not find everyone, unless the deployer says so", () => {
  const searched = (context: Record<string, string>) =>
    variables(templateWith(context), "read").PEOPLE_SEARCH;
  expect(searched({})).toBe("known");
  expect(searched({ selfService: "off" })).toBe("everyone");
  expect(searched({ peopleSearch: "everyone" })).toBe("everyone");
  expect(searched({ selfService: "off", peopleSearch: "known" })).toBe("known");
});

test("the public function is told no more than where to sign in, how long roles are given, and who invites", () => {
  expect(variables(stack, "public")).toEqual({
    BRAND_NAME: "Northwind",
    BRAND_COLOUR: "#003366",
    MAX_ACCESS_DAYS: '{"customer:admin":90}',
    SIGN_IN_URL: "https://app.example.org",
  });
});

test("the mailer is told who writes and how letters look, what links begin with and which letters are too old", () => {
  expect(variables(stack, "mailer")).toEqual({
    APP_URL: "https://app.example.org",
    SIGN_IN_URL: "https://app.example.org",
    BRAND_NAME: "Northwind",
    BRAND_LOGO: "https://cdn.example.org/logo.png",
    BRAND_COLOUR: "#003366",
    MAIL_REPLY_TO: "desk@example.org",
    MAIL_FOOTER: "Northwind Ltd\n1 Road",
    MAIL_FROM: "usher@example.org",
    MAIL_CONFIGURATION_SET: { Ref: stack.of("AWS::SES::ConfigurationSet")[0]?.id },
    MAIL_FREEZE: "2030-01-31T12:00:00Z",
    SECRET_KEY_ID: { Ref: stack.of("AWS::KMS::Key")[0]?.id },
  });
});

test("what does operations is told where they wait", () => {
  for (const name of ["cascade", "worker", "scheduled"]) {
    expect(variables(stack, name)).toEqual({
      WORK_QUEUE_URL: { Ref: expect.stringMatching(/^Work[0-9A-F]{8}$/) },
    });
  }
});

test("by default links begin with the API's own address, and nothing unset is passed on", () => {
  expect(variables(bare, "mailer")).toEqual({
    BRAND_NAME: "Usher",
    APP_URL: { "Fn::GetAtt": ["Api", "ApiEndpoint"] },
    SECRET_KEY_ID: { Ref: bare.of("AWS::KMS::Key")[0]?.id },
  });
});

test("Lambda is told which lines are written, and tells the logger", () => {
  const levels = (from: Stacked) =>
    from
      .of<{ LoggingConfig: object }>("AWS::Lambda::Function")
      .map(({ properties }) => properties.LoggingConfig);
  for (const [from, level] of [[stack, "WARN"] as const, [bare, "INFO"] as const])
    for (const config of levels(from))
      expect(config).toMatchObject({ LogFormat: "JSON", ApplicationLogLevel: level });
});
