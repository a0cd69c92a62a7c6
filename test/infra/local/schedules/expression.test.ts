import { expect, test } from "vitest";
import { compileSchedule } from "../../../../infra/local/schedules/expression.ts";

const at = (text: string) => Date.parse(`${text}Z`);
// A Sunday.
const start = at("2026-03-01T12:00:30");

test.each([
  ["rate(1 minute)", "2026-03-01T12:00:30", "2026-03-01T12:01:30"],
  ["rate(5 minutes)", "2026-03-01T12:05:29", "2026-03-01T12:05:31"],
  ["rate(1 hour)", "2026-03-01T12:30:00", "2026-03-01T13:30:00"],
  ["rate(2 days)", "2026-03-02T13:00:00", "2026-03-03T12:00:30"],
  ["rate(1 minute)", "2026-03-01T12:01:00", "2026-04-01T12:00:00"],
  ["cron(0 6 * * ? *)", "2026-03-02T05:59:59", "2026-03-02T06:00:00"],
  ["cron(0/15 * * * ? *)", "2026-03-01T12:44:00", "2026-03-01T12:46:00"],
  ["cron(5,35 8-10 ? * MON-FRI *)", "2026-03-02T10:34:00", "2026-03-02T10:35:00"],
  ["cron(0 0 1 1,JUL ? 2027)", "2026-12-31T23:59:00", "2027-01-01T00:00:00"],
  ["cron(0 0 ? * 1 *)", "2026-03-07T23:59:00", "2026-03-08T00:00:00"],
  ["cron(0-59/20 * * * ? *)", "2026-03-01T12:39:00", "2026-03-01T12:40:59"],
])("%s is due after %s, by %s", (expression, after, until) => {
  expect(compileSchedule(expression, start, "Sweep")(at(after), at(until))).toBe(true);
});

test.each([
  ["rate(1 minute)", "2026-03-01T12:00:31", "2026-03-01T12:01:29"],
  ["rate(5 minutes)", "2026-03-01T12:05:30", "2026-03-01T12:10:29"],
  ["rate(2 days)", "2026-03-01T12:01:00", "2026-03-03T12:00:29"],
  ["cron(0 6 * * ? *)", "2026-03-02T06:00:00", "2026-03-03T05:59:59"],
  ["cron(0/15 * * * ? *)", "2026-03-01T12:45:00", "2026-03-01T12:59:59"],
  ["cron(5,35 8-10 ? * MON-FRI *)", "2026-03-07T00:00:00", "2026-03-08T23:59:00"],
  ["cron(0 0 1 1,JUL ? 2027)", "2026-06-30T23:59:00", "2026-12-31T23:59:00"],
  ["cron(0 0 ? * 1 *)", "2026-03-02T00:00:00", "2026-03-07T23:59:00"],
  ["rate(1 minute)", "2026-03-01T12:05:00", "2026-03-01T12:01:00"],
])("%s is not due after %s, by %s", (expression, after, until) => {
  expect(compileSchedule(expression, start, "Sweep")(at(after), at(until))).toBe(false);
});

test.each([
  "rate(1 fortnight)",
  "at(2026-03-01T12:00:00)",
  "cron(0 6 * * *)",
  "cron(0 6 * * * *)",
  "cron(0 6 L * ? *)",
  "cron(0 6 ? * MON#1 *)",
  "cron(1-x 6 * * ? *)",
])("%s stops the start and is named", (expression) => {
  const compile = () => compileSchedule(expression, start, "Sweep");
  expect(compile).toThrow(/^Sweep: /);
  expect(compile).toThrow(expression);
});
