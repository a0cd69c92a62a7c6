/** Where random tests begin. It stands in their titles: run one again with TEST_SEED set to it. */
export const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
