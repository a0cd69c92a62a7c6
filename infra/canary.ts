import type { Stack } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import {
  LambdaApplication,
  LambdaDeploymentConfig,
  LambdaDeploymentGroup,
} from "aws-cdk-lib/aws-codedeploy";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Functions } from "./functions.ts";
import { functionNames, pascal } from "./plan.ts";

/** Sends a tenth of the calls to a new version first, and takes it back when it crashes or logs an error: most of what goes wrong is answered, and no crash. */
export function addCanaries(stack: Stack, functions: Functions, alarms: Map<string, Alarm>) {
  const application = new LambdaApplication(stack, "Deployments");
  const role = new Role(stack, "DeploymentRole", {
    assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
  });
  for (const name of functionNames) {
    const watched = ["Errors", "Faults"].flatMap(
      (kind) => alarms.get(`${pascal(name)}${kind}`) ?? [],
    );
    new LambdaDeploymentGroup(stack, `${pascal(name)}Deployment`, {
      application,
      role,
      alias: functions[name].live,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: watched,
      autoRollback: { failedDeployment: true, deploymentInAlarm: true },
    });
  }
}
