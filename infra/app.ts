import { join } from "node:path";
import { App, type AppProps } from "aws-cdk-lib";
import { buildBundles } from "./bundle.ts";
import { CannotSynthesize } from "./cannot-synthesize.ts";
import { addChecks } from "./findings.ts";
import { readSettings } from "./settings.ts";
import { createStack } from "./stack.ts";

/** Builds the bundles and writes the stack into a folder, as `cdk synth` does. */
export function synthesize(context: Record<string, string>, outdir: string) {
  return createApp({ context, outdir }).synth();
}

function createApp(props: AppProps) {
  const app = new App({ analyticsReporting: false, autoSynth: false, ...props });
  const settings = readSettings(app.node.getAllContext());
  createStack(app, settings, buildBundles(join(app.outdir, "bundles")));
  return app;
}

if (import.meta.main) {
  try {
    const app = createApp({});
    addChecks(app);
    app.synth();
  } catch (error) {
    if (!(error instanceof CannotSynthesize)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
