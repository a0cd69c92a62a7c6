import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { type Bundles, bundleNames } from "../../infra/plan.ts";
import { readSettings } from "../../infra/settings.ts";
import { createStack } from "../../infra/stack.ts";

/** The stack for some settings, over bundles that only the build tests need to be real. */
export function stackWith(context: Record<string, string> = {}) {
  const app = new App({ analyticsReporting: false, outdir: folder("usher-out-") });
  const stack = createStack(app, readSettings(context), bundles());
  return { app, stack, template: () => Template.fromStack(stack) };
}

function bundles() {
  const root = folder("usher-bundles-");
  const written = bundleNames.map((name) => {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, "index.js"), `exports.handler = async () => "${name}";`);
    return [name, join(root, name)];
  });
  return Object.fromEntries(written) as Bundles;
}

const folder = (prefix: string) => mkdtempSync(join(tmpdir(), prefix));
