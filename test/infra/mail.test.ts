import { beforeAll, expect, test } from "vitest";
import { type Stacked, templateWith } from "./stack.ts";

let none: Stacked;
let domain: Stacked;
let address: Stacked;
let existing: Stacked;
beforeAll(() => {
  const mailFrom = "usher@example.org";
  none = templateWith();
  domain = templateWith({ mailFrom });
  address = templateWith({ mailFrom, mailIdentity: "address" });
  existing = templateWith({ mailFrom, mailIdentity: "existing" });
});

const identities = (stack: Stacked) =>
  stack.of("AWS::SES::EmailIdentity").map(({ properties }) => properties.EmailIdentity);
const post = (stack: Stacked) =>
  JSON.stringify(stack.of("AWS::IAM::Policy")).match(/ses:SendEmail/g) ?? [];

test("without a sender nothing of SES exists and nobody may post: letters are held", () => {
  expect(Object.values(none.all).filter(({ Type }) => Type.startsWith("AWS::SES"))).toEqual([]);
  expect(post(none)).toEqual([]);
  expect(none.all.UndeliveredMail).toBeUndefined();
});

test("the sender's domain is verified by records that the stack shows", () => {
  expect(identities(domain)).toEqual(["example.org"]);
  expect(Object.keys(domain.outputs).filter((name) => name.startsWith("DkimRecord"))).toHaveLength(
    3,
  );
});

test("the one address is verified instead when that is all one has", () => {
  expect(identities(address)).toEqual(["usher@example.org"]);
  expect(Object.keys(address.outputs).filter((name) => name.startsWith("DkimRecord"))).toEqual([]);
});

test("an identity that exists already is used and not made again", () => {
  expect(identities(existing)).toEqual([]);
  expect(post(existing)).toHaveLength(1);
});

test("the mailer may send from the one address, whichever identity SES checks, by the configuration set", () => {
  const policies = domain.of<{ PolicyDocument: { Statement: Record<string, unknown>[] } }>(
    "AWS::IAM::Policy",
  );
  const statements = policies.flatMap(({ properties }) => properties.PolicyDocument.Statement);
  const found = statements.find(({ Action }) => Action === "ses:SendEmail");
  const names = JSON.stringify(found?.Resource).match(/:(identity|configuration-set)\/[^"]*/g);
  expect(names).toEqual([":identity/*", ":configuration-set/"]);
  expect(found?.Condition).toEqual({ StringEquals: { "ses:FromAddress": "usher@example.org" } });
});

test("mail goes encrypted or not at all, and never again to who bounced or complained", () => {
  expect(domain.of("AWS::SES::ConfigurationSet").map(({ properties }) => properties)).toMatchObject(
    [
      {
        DeliveryOptions: { TlsPolicy: "REQUIRE" },
        SuppressionOptions: { SuppressedReasons: ["BOUNCE", "COMPLAINT"] },
      },
    ],
  );
});

test("SES reports bounces, complaints and rejections to the default bus, the only one it knows", () => {
  const [destination] = domain.of<{ EventDestination: Record<string, unknown> }>(
    "AWS::SES::ConfigurationSetEventDestination",
  );
  expect(destination?.properties.EventDestination).toMatchObject({
    Enabled: true,
    MatchingEventTypes: ["bounce", "complaint", "reject"],
  });
  expect(JSON.stringify(destination)).toContain(":event-bus/default");
});
