import { beforeAll, expect, test } from "vitest";
import { type Stacked, templateWith } from "./stack.ts";

type Rule = { Targets: { Arn: { Ref: string }; DeadLetterConfig: { Arn: unknown } }[] };

let stack: Stacked;
beforeAll(() => {
  stack = templateWith({ mailFrom: "usher@example.org" });
});

const deadLetters = { "Fn::GetAtt": [expect.stringMatching(/^DeadLetters/), "Arn"] };

test("every minute both sweeps run, each where the rights for it are", () => {
  const minute = { ScheduleExpression: "rate(1 minute)" };
  const [sweep, letters] = [stack.all.Sweep, stack.all.LetterSweep];
  expect(sweep?.Properties).toMatchObject({
    ...minute,
    Targets: [
      { Arn: { Ref: expect.stringMatching(/^ScheduledLive/) }, Input: '{"schedule":"sweep"}' },
    ],
  });
  expect(letters?.Properties).toMatchObject({
    ...minute,
    Targets: [
      { Arn: { Ref: expect.stringMatching(/^MailerLive/) }, Input: '{"schedule":"letters"}' },
    ],
  });
});

test("bounces, complaints and rejections of our own letters reach the table", () => {
  const [set] = stack.of("AWS::SES::ConfigurationSet");
  expect(stack.all.UndeliveredMail?.Properties.EventPattern).toEqual({
    source: ["aws.ses"],
    "detail-type": ["Email Bounced", "Email Complaint Received", "Email Rejected"],
    detail: { mail: { tags: { "ses:configuration-set": [{ Ref: set?.id }] } } },
  });
});

test("what the clock or SES started in vain is kept, whether it was not delivered or not done", () => {
  const rules = stack.of<Rule>("AWS::Events::Rule");
  expect(rules).toHaveLength(3);
  const configs = stack.of<{ FunctionName: { Ref: string } }>("AWS::Lambda::EventInvokeConfig");
  const kept = configs.map(({ properties }) => properties.FunctionName.Ref.slice(0, -8));
  expect(kept).toEqual(["Mailer", "Scheduled"]);
  for (const { properties } of configs) {
    expect(properties).toMatchObject({
      Qualifier: "live",
      DestinationConfig: { OnFailure: { Destination: deadLetters } },
    });
  }
  for (const { properties } of rules) {
    expect(properties.Targets).toHaveLength(1);
    expect(kept).toContain(properties.Targets[0]?.Arn.Ref.replace(/Live.*/, ""));
    expect(properties.Targets[0]?.DeadLetterConfig.Arn).toEqual(deadLetters);
  }
});

test("each rule may call the function, and only it", () => {
  const permissions = stack
    .of<{ Principal: string; SourceArn: unknown }>("AWS::Lambda::Permission")
    .filter(({ properties }) => properties.Principal === "events.amazonaws.com");
  expect(permissions.map(({ properties }) => properties.SourceArn)).toEqual(
    stack.of("AWS::Events::Rule").map(({ id }) => ({ "Fn::GetAtt": [id, "Arn"] })),
  );
});
