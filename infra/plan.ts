/** Every Lambda function: the bundle it runs, its seconds and megabytes. One function per set of rights. */
export const plan = {
  read: { bundle: "http", timeout: 10, memory: 512, does: "Answers GET requests of callers" },
  write: {
    bundle: "http",
    timeout: 10,
    memory: 512,
    does: "Answers requests that change something",
  },
  public: { bundle: "http", timeout: 10, memory: 512, does: "Answers requests without a caller" },
  mailer: { bundle: "mailer", timeout: 30, memory: 512, does: "Posts the letters of the stream" },
  cascade: { bundle: "cascade", timeout: 30, memory: 512, does: "Starts the tasks of the stream" },
  worker: { bundle: "worker", timeout: 60, memory: 1024, does: "Does operations step by step" },
  scheduled: {
    bundle: "scheduled",
    timeout: 50,
    memory: 512,
    does: "Sweeps; hears of bounced mail",
  },
} as const;

export type FunctionName = keyof typeof plan;
export type BundleName = (typeof plan)[FunctionName]["bundle"];

/** The folder of each built bundle. */
export type Bundles = Record<BundleName, string>;

export const functionNames = Object.keys(plan) as FunctionName[];
export const bundleNames = [...new Set(Object.values(plan).map(({ bundle }) => bundle))];

/** `read` → `Read`: ids in the template are the words of what they stand for. */
export const pascal = (words: string) =>
  words.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
