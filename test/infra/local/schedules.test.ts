import { expect, onTestFinished, test } from "vitest";
import type { Invoke } from "../../../infra/local/invoke.ts";
import { startSchedules } from "../../../infra/local/schedules.ts";
import { clock } from "./clock.ts";
import { eventually } from "./eventually.ts";
import { surroundings } from "./surroundings.ts";

const Type = "AWS::Events::Rule";
const Arn = "arn:aws:lambda:us-east-1:000000000000:function:Scheduled:live";
const dead = "arn:aws:sqs:us-east-1:000000000000:dead";
const resources = {
  Sweep: {
    Type,
    Properties: {
      ScheduleExpression: "rate(1 minute)",
      Targets: [{ Id: "T", Arn, Input: '{"schedule":"sweep"}' }],
    },
  },
  Daily: {
    Type,
    Properties: {
      Name: "daily",
      ScheduleExpression: "cron(0 6 * * ? *)",
      Targets: [{ Id: "T", Arn }],
    },
  },
  Off: {
    Type,
    Properties: {
      State: "DISABLED",
      ScheduleExpression: "rate(1 minute)",
      Targets: [{ Id: "T", Arn, Input: '{"schedule":"off"}' }],
    },
  },
  Bounced: {
    Type,
    Properties: {
      EventPattern: { source: ["aws.ses"], "detail-type": ["Email Bounced"] },
      Targets: [{ Id: "T", Arn }],
    },
  },
};
const bounce = { source: "aws.ses", "detail-type": "Email Bounced", detail: { size: 1 } };

function start(invoke: Invoke, more: Record<string, object> = {}) {
  const time = clock();
  let looks = 0;
  const now = () => {
    looks++;
    return time.now();
  };
  /** Waits until the clock was looked at some more times. */
  async function looked() {
    const before = looks;
    await eventually(() => expect(looks).toBeGreaterThan(before + 2));
  }
  const told: { requestContext: object; requestPayload: object }[] = [];
  const around = surroundings({ ...resources, ...more }, { now, invoke });
  const send = (arn: string, body: string) => void told.push({ arn, ...JSON.parse(body) });
  const schedules = startSchedules(around, { send, backOff: 1 });
  onTestFinished(schedules.stop);
  return { ...schedules, ...time, told, looked };
}

function recording() {
  const calls: { id: string; event: unknown }[] = [];
  return { calls, invoke: async (id: string, event: unknown) => void calls.push({ id, event }) };
}

test("whoever moved the clock can wait for what fell due, and it is not done again", async () => {
  const { calls, invoke } = recording();
  const { forward, looked, catchUp } = start(invoke);
  await catchUp();
  expect(calls).toEqual([]);
  forward(60_000);
  await catchUp();
  expect(calls).toEqual([{ id: Arn, event: { schedule: "sweep" } }]);
  await looked();
  expect(calls).toHaveLength(1);
});

test("a schedule calls its function when the clock gets there, once however far it was moved", async () => {
  const { calls, invoke } = recording();
  const { forward, looked } = start(invoke);
  const sweep = { id: Arn, event: { schedule: "sweep" } };
  forward(59_999);
  await looked();
  expect(calls).toEqual([]);
  forward(1);
  await looked();
  expect(calls).toEqual([sweep]);
  forward(10 * 60_000);
  await looked();
  expect(calls).toEqual([sweep, sweep]);
});

test("a schedule falls due at once when it is told to", async () => {
  const { calls, invoke } = recording();
  const { tick } = start(invoke);
  await tick("Sweep");
  expect(calls).toEqual([{ id: Arn, event: { schedule: "sweep" } }]);
  await expect(tick("Off")).rejects.toThrow("Off");
});

test("a schedule without an input of its own shows itself", async () => {
  const { calls, invoke } = recording();
  const { tick } = start(invoke);
  await tick("daily");
  expect(calls).toMatchObject([
    {
      event: {
        "detail-type": "Scheduled Event",
        source: "aws.events",
        account: "000000000000",
        time: "2026-03-01T12:00:00Z",
        region: "us-east-1",
        resources: ["arn:aws:events:us-east-1:000000000000:rule/daily"],
        detail: {},
      },
    },
  ]);
});

test("an event goes to the rules that want it", async () => {
  const { calls, invoke } = recording();
  const { publish } = start(invoke);
  await publish({ ...bounce, "detail-type": "Email Sent" });
  expect(calls).toEqual([]);
  await publish(bounce);
  expect(calls).toMatchObject([
    { id: Arn, event: { ...bounce, version: "0", time: "2026-03-01T12:00:00Z", resources: [] } },
  ]);
});

test("a failing function is tried twice more, and then told to its failure destination", async () => {
  let times = 0;
  const failing = () => Promise.reject(new Error(`no ${++times}`));
  const { publish, told } = start(failing, {
    Config: {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: "Scheduled",
        Qualifier: "live",
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: dead } },
      },
    },
  });
  await publish(bounce);
  expect(times).toBe(1);
  await eventually(() => expect(told).toHaveLength(1));
  expect(times).toBe(3);
  expect(told).toMatchObject([
    {
      arn: dead,
      requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
      requestPayload: bounce,
      responsePayload: { errorMessage: "no 3" },
    },
  ]);
});

test("a function that fails once is done at its second attempt", async () => {
  let times = 0;
  const { publish, told } = start(async () => {
    if (++times === 1) throw new Error("once");
  });
  await publish(bounce);
  await eventually(() => expect(times).toBe(2));
  expect(told).toEqual([]);
});

test("an event that would be too old by then is not tried again", async () => {
  let times = 0;
  const { publish, told } = start(() => Promise.reject(new Error(`no ${++times}`)), {
    Config: {
      Type: "AWS::Lambda::EventInvokeConfig",
      Properties: {
        FunctionName: "Scheduled",
        Qualifier: "live",
        MaximumEventAgeInSeconds: 0,
        DestinationConfig: { OnFailure: { Destination: dead } },
      },
    },
  });
  await publish(bounce);
  await eventually(() => expect(told).toHaveLength(1));
  expect(told).toMatchObject([{ requestContext: { condition: "EventAgeExceeded" } }]);
  expect(times).toBe(1);
});

test("a function under way is waited for when the host stops, and then not tried again", async () => {
  const { promise: killed, reject: kill } = Promise.withResolvers<void>();
  let times = 0;
  const { publish, stop, told } = start(() => (times++ === 0 ? killed : Promise.resolve()));
  const published = publish(bounce);
  let stopped = false;
  const stopping = stop().then(() => {
    stopped = true;
  });
  await new Promise(setImmediate);
  expect(stopped).toBe(false);
  kill(new Error("killed"));
  await Promise.all([published, stopping]);
  expect(times).toBe(1);
  expect(told).toEqual([]);
});

test.each([
  [{ Type, Properties: { EventBusName: "mine" } }, "event bus mine"],
  [{ Type, Properties: { Targets: [{ Id: "T", Arn, InputPath: "$.detail" }] } }, "InputPath"],
  [{ Type, Properties: { Targets: [{ Id: "T", Arn: dead }] } }, "functions"],
  [{ Type, Properties: { EventPattern: { source: [{ suffix: "s" }] } } }, "suffix"],
  [{ Type, Properties: { ScheduleExpression: "rate(1 year)" } }, "rate(1 year)"],
  [{ Type: "AWS::Scheduler::Schedule", Properties: {} }, "rules only"],
])("%j stops the start and is named", (rule, why) => {
  const { invoke } = recording();
  expect(() => start(invoke, { Strange: rule })).toThrow(/^Strange: /);
  expect(() => start(invoke, { Strange: rule })).toThrow(why);
});
