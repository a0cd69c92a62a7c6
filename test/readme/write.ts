import { readFileSync, writeFileSync } from "node:fs";
import { withCharts } from "./generated.ts";

const readme = new URL("../../README.md", import.meta.url);
writeFileSync(readme, withCharts(readFileSync(readme, "utf8")));
