import { Duration, type Stack } from "aws-cdk-lib";
import { Alarm, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from "aws-cdk-lib/aws-codedeploy";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Functions } from "./functions.ts";
import { type FunctionName, functionNames, pascal } from "./plan.ts";

/** Sends a tenth of the calls to a new version first, and takes it back when it crashes, runs out of time or logs an error. */
export function addCanaries(stack: Stack, functions: Functions, alarms: Map<string, Alarm>) {
  const application = new LambdaApplication(stack, "Deployments");
  const role = new Role(stack, "DeploymentRole", {
    assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
  });
  for (const name of functionNames) {
    // Most of what goes wrong is answered, and no crash.
    const faults = alarms.get(`${pascal(name)}Faults`);
    new LambdaDeploymentGroup(stack, `${pascal(name)}Deployment`, {
      application,
      role,
      alias: functions[name].live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [crashes(stack, name, functions), ...(faults ? [faults] : [])],
      autoRollback: { failedDeployment: true, deploymentInAlarm: true },
    });
  }
}

/** The alarm that a person hears of waits for what lasts longer than those five minutes. */
const crashes = (stack: Stack, name: FunctionName, functions: Functions) =>
  new Alarm(stack, `${pascal(name)}CanaryAlarm`, {
    alarmDescription: `A new version of ${name} crashes or runs out of time`,
    metric: functions[name].lambda.metricErrors({ period: Duration.minutes(1) }),
    threshold: 1,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
