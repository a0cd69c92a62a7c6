import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { buildBundles } from "./bundle.ts";
import { CannotSynthesize } from "./cannot-synthesize.ts";
import { addChecks } from "./findings.ts";
import { readSettings } from "./settings.ts";
import { createStack } from "./stack.ts";

try {
  const app = new App({ analyticsReporting: false, autoSynth: false });
  const settings = readSettings(app.node.getAllContext());
  createStack(app, settings, buildBundles(join(app.outdir, "bundles")));
  addChecks(app);
  app.synth();
} catch (error) {
  if (!(error instanceof CannotSynthesize)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
