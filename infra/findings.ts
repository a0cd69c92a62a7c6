import { type App, CfnResource, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import type { IConstruct } from "constructs";

type Finding = { rule: string; at: RegExp; because: string };

/** What the rules find, where (a path below the stack), and why it is as it is. */
export const findings: Finding[] = [
  {
    rule: "AwsSolutions-APIG4",
    at: /^Route\w+$/,
    because:
      "The functions check tokens and API keys themselves at every request: revoked rights end at once, and API keys and issuers of any algorithm are let in.",
  },
  {
    rule: "AwsSolutions-COG2",
    at: /^People\/Resource$/,
    because: "A second factor is offered; whether it is required is the deployer's choice.",
  },
  {
    rule: "AwsSolutions-COG8",
    at: /^People\/Resource$/,
    because: "The Plus plan costs per user; a deployer who wants it brings a pool as `issuer`.",
  },
  {
    rule: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
    at: /^DeploymentRole\/Resource$/,
    because: "AWS keeps the policy of CodeDeploy for Lambda up to date; it reaches no data.",
  },
  {
    rule: "AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]",
    at: /^MailerRole\/DefaultPolicy\/Resource$/,
    because:
      "Which identity SES checks depends on what is verified, and in its sandbox on who gets the mail. It may be sent from the one address only: a condition says so.",
  },
  {
    rule: "AwsSolutions-SQS3",
    at: /^DeadLetters\/Resource$/,
    because: "It is the last place: an alarm says when anything lies there.",
  },
  {
    rule: "Serverless-SQSRedrivePolicy",
    at: /^(Work)?DeadLetters\/Resource$/,
    because: "It is the last place: an alarm says when anything lies there.",
  },
  {
    rule: "Serverless-SNSRedrivePolicy",
    at: /^Alarms\/.+\/Resource$/,
    because: "A lost alarm mail is still an alarm in CloudWatch.",
  },
  {
    rule: "Serverless-LambdaDLQ",
    at: /^(Read|Write|Public)\/Resource$/,
    because: "It is only called synchronously: the caller hears of a failure.",
  },
  {
    rule: "Serverless-LambdaDLQ",
    at: /^(Cascade|Worker)\/Resource$/,
    because: "Its event source keeps what failed: the mapping's destination, the queue's redrive.",
  },
  {
    rule: "Serverless-LambdaDLQ",
    at: /^(Mailer|Scheduled)\/Resource$/,
    because: "The failure destination of its alias keeps what failed, with the reason.",
  },
  {
    rule: "Serverless-LambdaEventSourceMappingDestination",
    at: /^WorkerQueue$/,
    because:
      "A mapping of a queue has no destination; the queue's own redrive policy keeps failures.",
  },
  {
    rule: "Serverless-LambdaTracing",
    at: /^\w+\/Resource$/,
    because:
      "X-Ray needs rights on `*`. Every log line carries the request id, which goes with letters and tasks.",
  },
];

/** Checks the stack against AwsSolutions and Serverless; what has no reason above fails the synth. */
export function addChecks(app: App) {
  explainFindings(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
}

/** Notes the reasons at the resources themselves, so that the same finding elsewhere is still one. */
export function explainFindings(app: App) {
  for (const resource of app.node.findAll().filter(CfnResource.isCfnResource)) {
    const found = findings.filter(({ at }) => at.test(pathBelowStack(resource)));
    for (const { rule, because } of found) {
      Validations.of(resource).acknowledge({ id: rule, reason: because });
    }
  }
}

const pathBelowStack = (node: IConstruct) => node.node.path.split("/").slice(1).join("/");
