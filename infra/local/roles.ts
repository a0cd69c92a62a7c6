import { CannotStart } from "./cannot-start.ts";
import type { FunctionProperties } from "./functions/environment.ts";
import { account, arnOf, type Resource } from "./names.ts";
import { type Call, type Document, readStatements, type Statement } from "./roles/statement.ts";
import type { Template } from "./template.ts";

/** Who may do what. Service control policies and the policies of resources, keys among them, are not asked. */
export type Roles = {
  /** Why AWS would deny a function's call, in AWS's words; nothing if it would not. */
  refusal: (functionId: string, call: Call) => string | undefined;
};

type Policy = { PolicyName?: string; PolicyDocument: Document; Roles?: string[] };
type Role = { Policies?: Policy[]; ManagedPolicyArns?: string[]; PermissionsBoundary?: string };

/** Policies of AWS itself that give nothing of what passes here: logs and traces. */
const harmless = new Set([
  "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
]);

/** Reads the policies of every function's role; what is not understood stops the start, by name. */
export function readRoles(template: Template): Roles {
  const roles = template.resources<Role>("AWS::IAM::Role");
  const policies = template.resources<Policy>("AWS::IAM::Policy");
  const owners = new Map<string, { user: string; statements: Statement[] }>();
  for (const { id, properties } of template.resources<FunctionProperties>(
    "AWS::Lambda::Function",
  )) {
    const role = roles.find((each) => arnOf(each) === properties.Role);
    if (!role) throw new CannotStart(`The role of ${id} is not in the template.`);
    const name = arnOf(role).split("/").at(-1) ?? "";
    const attached = policies
      .filter((policy) => policy.properties.Roles?.includes(name))
      .map((policy) => ({ ...policy.properties, PolicyName: policy.id }));
    owners.set(id, {
      user: `arn:aws:sts::${account}:assumed-role/${name}/${id}`,
      statements: [...inline(role), ...attached].flatMap(({ PolicyName, PolicyDocument }) =>
        readStatements(PolicyDocument, String(PolicyName)),
      ),
    });
  }

  return {
    refusal: (functionId, call) => {
      const { user, statements } = owners.get(functionId) ?? { user: functionId, statements: [] };
      const effects = statements.filter((each) => each.matches(call)).map(({ effect }) => effect);
      if (effects.includes("Allow") && !effects.includes("Deny")) return undefined;
      const why = effects.includes("Deny")
        ? "with an explicit deny in an identity-based policy"
        : `because no identity-based policy allows the ${call.action} action`;
      return `User: ${user} is not authorized to perform: ${call.action} on resource: ${call.resource} ${why}`;
    },
  };
}

function inline({ id, properties }: Resource<Role>): Policy[] {
  const { ManagedPolicyArns = [], PermissionsBoundary, Policies = [] } = properties;
  const strange = PermissionsBoundary ?? ManagedPolicyArns.find((arn) => !harmless.has(arn));
  if (strange) throw new CannotStart(`The local host does not know ${strange} of the role ${id}.`);
  return Policies;
}
