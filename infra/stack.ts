import { type App, Stack } from "aws-cdk-lib";
import { addAlarms } from "./alarms.ts";
import { createApi } from "./api.ts";
import { addCanaries } from "./canary.ts";
import { addDashboard } from "./dashboard.ts";
import { addEventSources } from "./events.ts";
import { createFunctions } from "./functions.ts";
import { createIdentity } from "./identity.ts";
import { createMail } from "./mail.ts";
import type { Bundles } from "./plan.ts";
import { createQueues } from "./queues.ts";
import { addRoutes } from "./routes.ts";
import { addSchedules } from "./schedules.ts";
import { createSecretKey, letMakeSecrets } from "./secret-key.ts";
import type { Settings } from "./settings.ts";
import { createTable } from "./table.ts";

/** Everything that exists in the cloud, in the order in which one part needs another. */
export function createStack(app: App, settings: Settings, bundles: Bundles) {
  const stack = new Stack(app, settings.stackName, {
    description: "Usher keeps customer accounts: it invites people in and sees them out",
  });
  const table = createTable(stack, settings);
  const queues = createQueues(stack);
  const http = createApi(stack, settings);
  const appUrl = settings.appUrl ?? http.url;
  const identity = createIdentity(stack, settings, http.url);
  const sender = createMail(stack, settings);
  const secretKey = createSecretKey(stack);
  const made = { settings, table, queues, http, appUrl, identity, sender, secretKey };

  const functions = createFunctions(stack, made, bundles);
  letMakeSecrets(secretKey, functions.mailer.role);
  addRoutes(stack, http, functions);
  addEventSources(stack, { table, queues, functions, settings });
  const sweeps = addSchedules(stack, { functions, queues, sender });

  const watched = { table, queues, http, functions, sweeps, sender };
  const alarms = addAlarms(stack, watched, settings);
  addDashboard(stack, watched);
  if (settings.canary) addCanaries(stack, functions, alarms);
  return stack;
}
