import { describe, expect, test } from "vitest";
import { compilePattern } from "../../../infra/local/patterns.ts";

const letter = {
  eventName: "INSERT",
  dynamodb: { NewImage: { kind: { S: "letter" }, state: { S: "open" }, attempts: { N: "2" } } },
};
const bounce = {
  source: "aws.ses",
  "detail-type": "Email Bounced",
  detail: { size: 42, bounce: { bouncedRecipients: [{ emailAddress: "a@b.c", code: "5.1.1" }] } },
};
const fits = (pattern: unknown, event: unknown) => compilePattern(pattern, "Rule")(event);

describe("a pattern", () => {
  test.each([
    [{ eventName: ["INSERT", "MODIFY"] }, letter],
    [{ dynamodb: { NewImage: { kind: { S: ["letter"] }, state: { S: ["open"] } } } }, letter],
    [{ dynamodb: { NewImage: { kind: { S: [{ prefix: "let" }] } } } }, letter],
    [{ dynamodb: { NewImage: { ttl: { N: [{ exists: false }] } } } }, letter],
    [{ dynamodb: { NewImage: { attempts: { N: [{ exists: true }] } } } }, letter],
    [{ dynamodb: { NewImage: { state: { S: [{ "anything-but": ["sent", "held"] }] } } } }, letter],
    [{ detail: { size: [{ numeric: [">", 40, "<=", 42] }] } }, bounce],
    [{ source: ["aws.ses"], "detail-type": [{ prefix: "Email " }] }, bounce],
    [{ detail: { bounce: { bouncedRecipients: { emailAddress: ["a@b.c"] } } } }, bounce],
    [{}, bounce],
  ])("%j wants its event", (pattern, event) => {
    expect(fits(pattern, event)).toBe(true);
  });

  test.each([
    [{ eventName: ["REMOVE"] }, letter],
    [{ dynamodb: { NewImage: { kind: { S: ["letter"] }, state: { S: ["sent"] } } } }, letter],
    [{ dynamodb: { OldImage: { kind: { S: ["letter"] } } } }, letter],
    [{ dynamodb: { NewImage: { kind: { S: [{ prefix: "tas" }] } } } }, letter],
    [{ dynamodb: { NewImage: { state: { S: [{ exists: false }] } } } }, letter],
    [{ dynamodb: { NewImage: { ttl: { N: [{ exists: true }] } } } }, letter],
    [{ dynamodb: { NewImage: { state: { S: [{ "anything-but": "open" }] } } } }, letter],
    [{ dynamodb: { NewImage: { absent: { S: [{ "anything-but": "open" }] } } } }, letter],
    [{ dynamodb: { NewImage: { attempts: { N: [{ numeric: [">", 1] }] } } } }, letter],
    [{ detail: { size: [{ numeric: [">", 40, "<", 42] }] } }, bounce],
    [{ detail: { size: ["42"] } }, bounce],
    [{ detail: { bounce: { bouncedRecipients: { emailAddress: ["x@y.z"] } } } }, bounce],
  ])("%j leaves its event", (pattern, event) => {
    expect(fits(pattern, event)).toBe(false);
  });

  test.each([
    [{ source: [{ wildcard: "aws.*" }] }, "wildcard"],
    [{ $or: [{ source: ["a"] }] }, "$or"],
    [{ source: [{ prefix: "a", suffix: "b" }] }, "suffix"],
    [{ detail: { size: [{ numeric: ["~", 1] }] } }, "numeric"],
    [{ source: [{ "anything-but": { suffix: "s" } }] }, "suffix"],
    [{ source: "aws.ses" }, "not a JSON object"],
  ])("%j stops the start and says why", (pattern, why) => {
    expect(() => compilePattern(pattern, "MailerFilter")).toThrow(/^MailerFilter: /);
    expect(() => compilePattern(pattern, "MailerFilter")).toThrow(why);
  });
});
