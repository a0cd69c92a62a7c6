/** Where random tests begin, in every process of a run. It stands in their titles: run one again with TEST_SEED set to it. */
process.env.TEST_SEED ??= String(Math.floor(Math.random() * 2 ** 31));
export const seed = Number(process.env.TEST_SEED);
