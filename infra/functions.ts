import { Duration, RemovalPolicy, type Stack } from "aws-cdk-lib";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { directoryOf, environmentOf, type Told } from "./environment.ts";
import { type Bundles, type FunctionName, functionNames, pascal, plan } from "./plan.ts";
import { allow, rights, tableStatements } from "./rights.ts";

/** A function, and how often it told its log of what nobody foresaw: an answer of 500, a mail that could not go. */
export type Deployed = { role: Role; lambda: LambdaFunction; live: Alias; faults: Metric };
export type Functions = Record<FunctionName, Deployed>;

/** All functions, each with a role, a log group and an alias `live`, which is what everything calls. */
export function createFunctions(stack: Stack, at: Told, bundles: Bundles): Functions {
  const made = functionNames.map((name) => [name, createFunction(stack, name, at, bundles)]);
  return Object.fromEntries(made) as Functions;
}

function createFunction(stack: Stack, name: FunctionName, at: Told, bundles: Bundles) {
  const { bundle, timeout, memory, does } = plan[name];
  const id = pascal(name);
  const logGroup = new LogGroup(stack, `${id}Logs`, {
    retention: at.settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
  });
  for (const statement of statements(name, at, logGroup)) role.addToPolicy(statement);
  const lambda = new LambdaFunction(stack, id, {
    description: does,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: "index.handler",
    code: Code.fromAsset(bundles[bundle]),
    memorySize: memory,
    timeout: Duration.seconds(timeout),
    environment: environmentOf(name, at),
    // Kept, so that `live` can be pointed back at the version before within seconds.
    currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    role,
    logGroup,
    loggingFormat: LoggingFormat.JSON,
    // Lambda tells the logger, too.
    applicationLogLevelV2: ApplicationLogLevel[at.settings.logLevel],
    // A step starts the next one through the queue; it counts its steps itself.
    recursiveLoop: name === "worker" ? RecursiveLoop.ALLOW : undefined,
  });
  const live = new Alias(stack, `${id}Live`, { aliasName: "live", version: lambda.currentVersion });
  return { role, lambda, live, faults: faultsIn(stack, id, logGroup) };
}

/** A metric without data costs nothing. */
const faultsIn = (stack: Stack, id: string, logGroup: LogGroup) =>
  new MetricFilter(stack, `${id}Faults`, {
    logGroup,
    filterPattern: FilterPattern.stringValue("$.level", "=", "ERROR"),
    metricNamespace: stack.stackName,
    metricName: `${id}Faults`,
  }).metric({ statistic: "Sum" });

function statements(name: FunctionName, at: Told, logGroup: LogGroup) {
  const { starts, keepsFailures } = rights[name];
  const send = ["sqs:SendMessage"];
  return [
    allow("Logs", ["logs:CreateLogStream", "logs:PutLogEvents"], [logGroup.logGroupArn]),
    ...tableStatements(name, at.table.tableArn),
    ...(starts ? [allow("Start", send, [at.queues.work.queueArn])] : []),
    ...(keepsFailures ? [allow("KeepFailures", send, [at.queues.deadLetters.queueArn])] : []),
    ...(name === "mailer" ? mailStatements(at) : []),
    ...(name === "read" ? directoryStatements(at) : []),
  ];
}

function directoryStatements(at: Told) {
  const directory = directoryOf(at);
  return directory ? [allow("Directory", ["cognito-idp:ListUsers"], [directory.userPoolArn])] : [];
}

function mailStatements({ sender, secretKey }: Told) {
  const secret = allow("Secret", ["kms:GenerateMac"], [secretKey.keyArn]);
  if (!sender) return [secret];
  const own = { StringEquals: { "ses:FromAddress": sender.address } };
  return [secret, allow("Post", ["ses:SendEmail"], sender.arns, own)];
}
