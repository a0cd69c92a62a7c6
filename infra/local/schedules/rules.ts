import { CannotStart } from "../cannot-start.ts";
import { account, region } from "../names.ts";
import { compilePattern, type Match } from "../patterns.ts";
import type { Template } from "../template.ts";

type TargetProperties = { Arn: string; Id: string; Input?: string };
type Properties = {
  Name?: string;
  State?: string;
  EventBusName?: string;
  ScheduleExpression?: string;
  EventPattern?: object;
  Targets?: TargetProperties[];
};

/** A function that a rule calls, and what it is told instead of the event. */
type Target = { functionArn: string; input?: unknown };

/** A rule of the default event bus. */
export type Rule = {
  id: string;
  name: string;
  arn: string;
  schedule: string | undefined;
  wants: Match;
  targets: Target[];
};

// Delivery to a function of this machine never fails, so how it is retried and where it ends is never asked.
const understood = ["Arn", "Id", "Input", "RetryPolicy", "DeadLetterConfig"];

/** The template's rules that are switched on. */
export function readRules(template: Template): Rule[] {
  const schedule = template.resources("AWS::Scheduler::Schedule")[0];
  if (schedule) throw new CannotStart(`${schedule.id}: the local host plays rules only.`);
  return template
    .resources<Properties>("AWS::Events::Rule")
    .filter(({ properties }) => properties.State !== "DISABLED")
    .map(({ id, properties }) => {
      const { Name: name = id, EventPattern: pattern, EventBusName: bus = "default" } = properties;
      if (bus !== "default") throw new CannotStart(`${id}: there is no event bus ${bus} here.`);
      return {
        id,
        name,
        arn: `arn:aws:events:${region}:${account}:rule/${name}`,
        schedule: properties.ScheduleExpression,
        wants: pattern ? compilePattern(pattern, id) : () => false,
        targets: (properties.Targets ?? []).map((target) => readTarget(id, target)),
      };
    });
}

function readTarget(id: string, target: TargetProperties): Target {
  const unknown = Object.keys(target).find((name) => !understood.includes(name));
  if (unknown) throw new CannotStart(`${id}: the local host does not understand ${unknown}.`);
  if (!target.Arn.includes(":lambda:")) {
    throw new CannotStart(`${id}: rules call nothing but functions here.`);
  }
  return {
    functionArn: target.Arn,
    ...(target.Input !== undefined && { input: JSON.parse(target.Input) }),
  };
}
