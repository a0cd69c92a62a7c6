import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { type Bundles, bundleNames } from "../../infra/plan.ts";
import { readSettings } from "../../infra/settings.ts";
import { createStack } from "../../infra/stack.ts";

// CloudFormation's own schemas are checked once, where the whole app is synthesized.
process.env.CDK_VALIDATION = "false";

/** The stack for some settings, over bundles that only the tests of the build need to be real. */
export function stackWith(context: Record<string, string> = {}) {
  const app = new App({ analyticsReporting: false, outdir: folder("usher-out-") });
  const stack = createStack(app, readSettings(context), bundles());
  return { app, stack };
}

/** Its template, with the resources of a type by id. */
export function templateWith(context: Record<string, string> = {}) {
  const template = Template.fromStack(stackWith(context).stack);
  const all: Record<string, Resource> = template.toJSON().Resources;
  const of = <P = Record<string, unknown>>(type: string) =>
    Object.entries(all)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties, ...rest }]) => ({ id, ...rest, properties: Properties as P }));
  const get = <P>(id: string): P => {
    const resource = all[id];
    if (!resource) throw new Error(`the template has no ${id}`);
    return resource.Properties as P;
  };
  return { all, get, of, outputs: template.toJSON().Outputs as Record<string, { Value: unknown }> };
}
export type Stacked = ReturnType<typeof templateWith>;

type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
};

function bundles() {
  const root = folder("usher-bundles-");
  const written = bundleNames.map((name) => {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, "index.js"), `exports.handler = async () => "${name}";`);
    return [name, join(root, name)];
  });
  return Object.fromEntries(written) as Bundles;
}

const folders: string[] = [];

process.once("exit", () => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

/** A folder that goes when the tests end. */
export function folder(prefix: string) {
  const made = mkdtempSync(join(tmpdir(), prefix));
  folders.push(made);
  return made;
}
