import { CannotStart } from "./cannot-start.ts";

export const region = "us-east-1";
export const account = "000000000000";
/** What the one table is called on this machine, in whichever engine. */
export const tableName = "usher";

/** A resource of the template with its intrinsics resolved. */
export type Resource<Properties = Record<string, unknown>> = {
  id: string;
  type: string;
  properties: Properties;
};

/** Addresses that are known only once the host listens. */
export type Origins = { api: string; aws: string; issuer: string };

type Named = Resource<Record<string, string | undefined>>;
type Naming = {
  ref: (resource: Named, origins: Origins) => string;
  attributes?: Record<string, (resource: Named, origins: Origins) => string>;
};

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const iamArn = (resource: string) => `arn:aws:iam::${account}:${resource}`;
const name = (property: string) => (resource: Named) =>
  resource.properties[property] ?? resource.id;
const named = (property: string, service: string, prefix: string): Naming => ({
  ref: name(property),
  attributes: { Arn: (resource) => arn(service, prefix + name(property)(resource)) },
});

const table = named("TableName", "dynamodb", "table/");
const tableWithStream: Naming = {
  ...table,
  attributes: {
    ...table.attributes,
    StreamArn: (resource) =>
      arn("dynamodb", `table/${table.ref(resource, noOrigins)}/stream/2000-01-01T00:00:00.000`),
  },
};
/** For names that no address is part of. */
export const noOrigins: Origins = { api: "", aws: "", issuer: "" };

/** How CloudFormation names what exists, and what it answers for its attributes. */
const namings: Record<string, Naming> = {
  "AWS::DynamoDB::GlobalTable": tableWithStream,
  "AWS::DynamoDB::Table": tableWithStream,
  "AWS::Lambda::Function": named("FunctionName", "lambda", "function:"),
  "AWS::Lambda::Version": {
    ref: ({ properties }) => `${functionArn(properties.FunctionName)}:1`,
    attributes: {
      FunctionArn: ({ properties }) => `${functionArn(properties.FunctionName)}:1`,
      Version: () => "1",
    },
  },
  "AWS::Lambda::Alias": {
    ref: ({ properties }) => `${functionArn(properties.FunctionName)}:${properties.Name}`,
    attributes: {
      AliasArn: ({ properties }) => `${functionArn(properties.FunctionName)}:${properties.Name}`,
    },
  },
  "AWS::Lambda::EventSourceMapping": { ref: ({ id }) => id },
  "AWS::IAM::Role": {
    ref: name("RoleName"),
    attributes: { Arn: (resource) => iamArn(`role/${name("RoleName")(resource)}`) },
  },
  "AWS::IAM::Policy": { ref: name("PolicyName") },
  "AWS::IAM::ManagedPolicy": { ref: (resource) => iamArn(`policy/${resource.id}`) },
  "AWS::SQS::Queue": {
    ref: (resource, origins) => `${origins.aws}/${account}/${name("QueueName")(resource)}`,
    attributes: {
      Arn: (resource) => arn("sqs", name("QueueName")(resource)),
      QueueName: name("QueueName"),
      QueueUrl: (resource, origins) => `${origins.aws}/${account}/${name("QueueName")(resource)}`,
    },
  },
  "AWS::KMS::Key": {
    ref: ({ id }) => id,
    attributes: { Arn: ({ id }) => arn("kms", `key/${id}`), KeyId: ({ id }) => id },
  },
  "AWS::KMS::Alias": { ref: name("AliasName") },
  "AWS::Events::Rule": {
    ref: name("Name"),
    attributes: { Arn: (resource) => arn("events", `rule/${name("Name")(resource)}`) },
  },
  "AWS::SES::EmailIdentity": { ref: name("EmailIdentity") },
  "AWS::SES::ConfigurationSet": { ref: name("Name") },
  "AWS::SES::ConfigurationSetEventDestination": { ref: ({ id }) => id },
  "AWS::SNS::Topic": {
    ref: (resource) => arn("sns", name("TopicName")(resource)),
    attributes: {
      TopicArn: (resource) => arn("sns", name("TopicName")(resource)),
      TopicName: name("TopicName"),
    },
  },
  "AWS::Logs::LogGroup": {
    ref: name("LogGroupName"),
    attributes: {
      Arn: (resource) => `${arn("logs", `log-group:${name("LogGroupName")(resource)}`)}:*`,
    },
  },
  "AWS::ApiGatewayV2::Api": {
    ref: ({ id }) => id,
    attributes: { ApiId: ({ id }) => id, ApiEndpoint: (_, origins) => origins.api },
  },
  "AWS::ApiGatewayV2::Integration": { ref: ({ id }) => id },
  "AWS::ApiGatewayV2::Route": { ref: ({ id }) => id },
  "AWS::ApiGatewayV2::Stage": { ref: name("StageName") },
  "AWS::Cognito::UserPool": {
    ref: ({ id }) => `${region}_${id}`,
    attributes: {
      Arn: ({ id }) => arn("cognito-idp", `userpool/${region}_${id}`),
      ProviderURL: (_, origins) => origins.issuer,
      UserPoolId: ({ id }) => `${region}_${id}`,
    },
  },
  "AWS::Cognito::UserPoolClient": { ref: ({ id }) => id },
  "AWS::S3::Bucket": {
    ref: (resource) => name("BucketName")(resource).toLowerCase(),
    attributes: { Arn: (resource) => `arn:aws:s3:::${name("BucketName")(resource).toLowerCase()}` },
  },
};

function functionArn(nameOrArn = "") {
  return nameOrArn.startsWith("arn:") ? nameOrArn : arn("lambda", `function:${nameOrArn}`);
}

/** What `Ref` and `Fn::GetAtt` answer for a resource. */
export function nameOf(
  resource: Resource,
  attribute: string | undefined,
  origins: Origins,
): string {
  const naming = namings[resource.type];
  const make = attribute === undefined ? naming?.ref : naming?.attributes?.[attribute];
  if (!make) {
    const what = attribute === undefined ? "Ref" : `Fn::GetAtt ${attribute}`;
    throw new CannotStart(
      `The local host does not know ${what} of ${resource.id} (${resource.type}).`,
    );
  }
  return make(resource as Named, origins);
}

/** The ARN of a resource that has one. */
export const arnOf = (resource: Resource<object>) => nameOf(resource as Resource, "Arn", noOrigins);
