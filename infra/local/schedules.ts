import { randomUUID } from "node:crypto";
import { account, region } from "./names.ts";
import type { Part, Surroundings } from "./part.ts";
import type { SendTo } from "./queue.ts";
import { createAsyncInvoke } from "./schedules/async-invoke.ts";
import { compileSchedule } from "./schedules/expression.ts";
import { type Rule, readRules } from "./schedules/rules.ts";

type Needs = Pick<Surroundings, "template" | "invoke" | "now" | "say">;
type More = {
  /** Takes what functions that keep failing tell their failure destinations. */
  send: SendTo;
  /** The pause after a first failure, in milliseconds. */
  backOff?: number;
  /** Leaves it to `tick` when a schedule falls due. */
  byHand?: boolean;
};

/** An event on the default bus, but for what the bus adds. */
export type BusEvent = {
  source: string;
  "detail-type": string;
  detail: object;
  resources?: string[];
};

/** A running clock and event bus. Both answer when each function that they called has run once. */
export type Schedules = Part & {
  /** Lets a schedule fall due at once, by the logical id or the name of its rule. */
  tick: (rule: string) => Promise<void>;
  /** Looks at once at what fell due by a clock that was moved. */
  catchUp: () => Promise<void>;
  /** Puts an event on the bus. */
  publish: (event: BusEvent) => Promise<void>;
};

/** How often the clock is looked at: it may have been moved. */
const glance = 200;

/** Plays EventBridge for the template's rules: schedules, and the default event bus. */
export function startSchedules(surroundings: Needs, more: More): Schedules {
  const { template, now } = surroundings;
  const stopping = new AbortController();
  const invoke = createAsyncInvoke({ ...surroundings, ...more, signal: stopping.signal });
  const rules = readRules(template);
  const scheduled = rules.flatMap((rule) =>
    rule.schedule ? [{ rule, isDue: compileSchedule(rule.schedule, now(), rule.id) }] : [],
  );

  const complete = (event: BusEvent) => ({
    version: "0",
    id: randomUUID(),
    account,
    time: new Date(now()).toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [],
    ...event,
  });

  const running = new Set<Promise<unknown>>();
  async function call({ targets }: Rule, event: object) {
    const calls = targets.map(({ functionArn, input }) => invoke(functionArn, input ?? event));
    const called = Promise.all(calls).finally(() => running.delete(called));
    running.add(called);
    await called;
  }

  const fire = (rule: Rule) =>
    call(
      rule,
      complete({
        source: "aws.events",
        "detail-type": "Scheduled Event",
        detail: {},
        resources: [rule.arn],
      }),
    );

  let last = now();
  async function catchUp() {
    const time = now();
    const due = scheduled.filter(({ isDue }) => isDue(last, time));
    last = time;
    await Promise.all(due.map(({ rule }) => fire(rule)));
  }
  const timer = more.byHand ? undefined : setInterval(() => void catchUp(), glance);

  return {
    catchUp,
    tick: async (name) => {
      const found = scheduled.find(({ rule }) => rule.id === name || rule.name === name);
      if (!found) throw new Error(`The template has no schedule ${name}.`);
      await fire(found.rule);
    },
    publish: async (given) => {
      const event = complete(given);
      await Promise.all(rules.filter(({ wants }) => wants(event)).map((rule) => call(rule, event)));
    },
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(running);
    },
  };
}
