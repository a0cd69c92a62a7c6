import { expect, test } from "vitest";
import { readSettings, settingNames } from "../../infra/settings.ts";

const wrong = (context: Record<string, unknown>) => {
  try {
    readSettings(context);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
};

const oneLine =
  "must be one line of 40 characters in all, without control characters and spaces around";
const sixLines =
  "must be at most 6 lines of 500 characters in all, without control characters and spaces around";
const hexColour = "must be a colour of six hexadecimal digits such as #8a1c3b";
const daysOfRoles =
  'must be JSON such as {"customer:admin": 90, "project:user": 365}: 1 to 3650 days for roles on customers, but owner, and on projects';

test("nothing has to be set", () => {
  expect(readSettings({})).toEqual({
    stackName: "Usher",
    trustedAddresses: false,
    signUp: "self",
    selfService: "on",
    directory: false,
    minApprovals: 1,
    thingQuota: 1_000_000,
    brandName: "Usher",
    mailIdentity: "domain",
    rateLimit: 200,
    burstLimit: 400,
    workers: 10,
    canary: false,
    logDays: 90,
    logLevel: "INFO",
  });
});

test("settings come from the command line as text and from cdk.json as values", () => {
  const expected = {
    canary: true,
    rateLimit: 50,
    corsOrigins: ["https://a.example", "https://b.example"],
  };
  const text = {
    canary: "true",
    rateLimit: "50",
    corsOrigins: "https://a.example/, https://b.example",
  };
  const values = {
    canary: true,
    rateLimit: 50,
    corsOrigins: ["https://a.example", "https://b.example"],
  };
  expect(readSettings(text)).toMatchObject(expected);
  expect(readSettings(values)).toMatchObject(expected);
});

test("days of roles come as JSON or as an object", () => {
  const maxAccessDays = { "customer:admin": 90, "project:user": 365 };
  expect(readSettings({ maxAccessDays })).toMatchObject({ maxAccessDays });
  expect(readSettings({ maxAccessDays: JSON.stringify(maxAccessDays) })).toMatchObject({
    maxAccessDays,
  });
});

test("a name may have any letters and quotes, a footer lines, a logo a query", () => {
  const brand = {
    brandName: 'Müller "& Söhne" 👩‍🚀',
    brandLogo: "https://cdn.example.org/logo.png?v=2",
    mailFooter: "Müller & Söhne GmbH\n1 Road, Berlin\n\nhttps://example.org/imprint",
  };
  expect(readSettings(brand)).toMatchObject(brand);
});

test("an empty setting is one that is not set", () => {
  expect(readSettings({ mailFrom: "" }).mailFrom).toBeUndefined();
});

test("context of the CDK itself is not a setting", () => {
  const context = {
    "aws:cdk:bundling-stacks": ["**"],
    "@aws-cdk/core:newStyleStackSynthesis": true,
  };
  expect(wrong(context)).toBe("accepted");
});

test("a setting that does not exist is named together with those that do", () => {
  expect(wrong({ mailfrom: "usher@example.org" })).toBe(
    `There is no setting mailfrom. There are: ${settingNames.join(", ")}.`,
  );
});

test.each([
  ["stackName", "1st", "must be letters, digits and hyphens, 40 at most"],
  ["tableName", "a b", "must be 3 to 255 letters, digits, dots, hyphens, _"],
  ["tableStreamArn", "arn:aws:dynamodb:x", "must be the ARN of a table's stream"],
  ["standbyRegion", "Ireland", "must be a region such as eu-west-1"],
  ["issuer", "http://login.example.org", "must be an https address (http only on this machine)"],
  ["trustedAddresses", "yes", "must be true or false"],
  ["signUp", "nobody", "must be self or admin"],
  ["callbackUrls", "app", "must be an https address (http only on this machine)"],
  ["selfService", "true", "must be on or off"],
  ["peopleSearch", "nobody", "must be everyone or known"],
  ["directory", "cognito", "must be true or false"],
  ["registrationUrl", "example.org", "must be an https address (http only on this machine)"],
  ["maxAccessDays", "90", daysOfRoles],
  ["maxAccessDays", "{customer:admin: 90}", daysOfRoles],
  ["maxAccessDays", '{"customer:owner": 90}', daysOfRoles],
  ["maxAccessDays", '{"platform:ops-support": 90}', daysOfRoles],
  ["maxAccessDays", '{"customer:admin": 0}', daysOfRoles],
  ["signInUrl", "ftp://example.org", "must be an https address (http only on this machine)"],
  [
    "appUrl",
    "https://app.example.org/?a=b",
    "must be an https address (http only on this machine)",
  ],
  ["brandName", "Usher\r\nBcc: eve@evil.com", oneLine],
  ["brandName", "rehsU\u202e", oneLine],
  ["brandName", "U".repeat(41), oneLine],
  ["brandLogo", "http://cdn.example.org/logo.png", "must be an https address of a picture"],
  ["brandLogo", "https://me@cdn.example.org/logo.png", "must be an https address of a picture"],
  ["brandLogo", "javascript:alert(1)", "must be an https address of a picture"],
  ["brandColour", "red", hexColour],
  ["brandColour", "#fff", hexColour],
  ["brandColour", "#8a1c3b;background:url(x)", hexColour],
  ["mailReplyTo", "Desk <desk@example.org>", "must be an e-mail address"],
  ["mailReplyTo", "desk@example.org\r\nBcc: eve@evil.com", "must be an e-mail address"],
  ["mailFooter", "a\nb\nc\nd\ne\nf\ng", sixLines],
  ["mailFooter", "a".repeat(501), sixLines],
  ["mailFooter", "a\u0000b", sixLines],
  ["mailFrom", "Usher", "must be an e-mail address"],
  ["mailIdentity", "none", "must be domain or address or existing"],
  ["mailFreeze", "yesterday", "must be an instant such as 2030-01-31T12:00:00Z"],
  ["domainName", "https://usher.example.org", "must be a domain name such as usher.example.org"],
  ["certificateArn", "arn:aws:iam::1:role/x", "must be the ARN of an ACM certificate"],
  ["corsOrigins", "*", "must be an https address (http only on this machine)"],
  ["rateLimit", "0", "must be a whole number from 1 to 10000"],
  ["burstLimit", "many", "must be a whole number from 1 to 5000"],
  ["workers", "1", "must be a whole number from 2 to 1000"],
  ["canary", "10", "must be true or false"],
  ["alarmEmail", "ops", "must be an e-mail address"],
  ["logDays", "8", expect.stringContaining("must be one of 1, 3, 5, 7, 14")],
  ["logLevel", "LOUD", "must be INFO or WARN or ERROR"],
])("refuses %s=%s in one line", (name, value, hint) => {
  const message = wrong({ [name]: value });
  expect(message.split("\n")).toHaveLength(1);
  expect(message.startsWith(`The setting ${name} `)).toBe(true);
  expect(message.slice(`The setting ${name} `.length).replace(/\.$/, "")).toEqual(hint);
});

test("says everything that is wrong at once, a line each", () => {
  expect(wrong({ canary: "maybe", workers: "1" }).split("\n")).toHaveLength(2);
});

test("refuses an issuer whose tokens for other applications would be let in", () => {
  expect(wrong({ issuer: "https://login.example.org" })).toContain("needs clientIds");
});

test("refuses a name that Cognito takes into no address, unless the issuer is another", () => {
  expect(wrong({ stackName: "UsherAWS" })).toContain("may not hold aws, amazon or cognito");
  const elsewhere = { issuer: "https://login.example.org", clientIds: "usher" };
  expect(readSettings({ ...elsewhere, stackName: "UsherAWS" }).stackName).toBe("UsherAWS");
});

test.each([
  ["registrationUrl", `https://example.org/${"a".repeat(500)}`],
  ["firstAdmin", `${"a".repeat(250)}@b.cd`],
  ["maxAccessDays", JSON.stringify({ [`customer:${"a".repeat(1000)}`]: 9 })],
  ["callbackUrls", "https://example.org,".repeat(60)],
])("refuses a %s that leaves no room in an environment", (name, value) => {
  expect(wrong({ [name]: value })).toMatch(new RegExp(`^The setting ${name} must`));
});

test("refuses client ids without their issuer", () => {
  expect(wrong({ clientIds: "usher" })).toBe("The setting clientIds needs issuer.");
});

test("refuses to search the user pool where the people are elsewhere", () => {
  const elsewhere = { issuer: "https://login.example.org", clientIds: "usher" };
  expect(wrong({ ...elsewhere, directory: "true" })).toBe(
    "The setting directory is about the stack's own user pool: leave out issuer.",
  );
});

test("refuses a stream without its table, and a standby of a table that another stack owns", () => {
  const tableStreamArn = "arn:aws:dynamodb:eu-west-1:1:table/usher/stream/2030";
  expect(wrong({ tableStreamArn })).toBe("The setting tableStreamArn needs tableName.");
  expect(wrong({ tableStreamArn, tableName: "usher", standbyRegion: "eu-west-2" })).toContain(
    "belongs to the stack that owns the table",
  );
});

test("refuses a domain without its certificate, and the reverse", () => {
  const message = "The settings domainName and certificateArn need each other.";
  expect(wrong({ domainName: "usher.example.org" })).toBe(message);
  expect(wrong({ certificateArn: "arn:aws:acm:eu-west-1:1:certificate/1" })).toBe(message);
});

test("issuers and links of this machine may be http", () => {
  const local = {
    issuer: "http://127.0.0.1:4001",
    clientIds: "usher",
    appUrl: "http://localhost:4000/",
  };
  expect(readSettings(local)).toMatchObject({
    issuer: "http://127.0.0.1:4001",
    appUrl: "http://localhost:4000",
  });
});
