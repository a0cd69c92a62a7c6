import { readBudgets } from "../bench/budgets.ts";
import { table } from "./charts.ts";

/** List prices of us-east-1 in USD, for a million of each: read and write units on demand, requests of an HTTP API, calls of a function. */
const prices = {
  read: 0.125,
  write: 0.625,
  request: 1,
  call: 0.2,
  gigabyteSecond: 13.3334,
  logs: 0.5,
};

/** What a function of 512 MB on arm64 is taken to work: milliseconds for a wave of requests to the table, and for the rest. */
const work = { wave: 6, rest: 4, gigabytes: 0.5 };

/** What a million of each request costs, out of the budgets that a test holds every endpoint to. */
export const costs = () =>
  table(
    ["A million of", "Read units", "Write units", "Table, USD", "All, USD"],
    Object.entries(readBudgets().calls).flatMap(([name, { read, write, waves }]) => {
      if (read + write === 0) return [];
      const ofTable = read * prices.read + write * prices.write;
      const seconds = (waves * work.wave + work.rest) / 1000;
      const rest =
        prices.request +
        prices.call +
        prices.logs +
        seconds * work.gigabytes * prices.gigabyteSecond;
      return [
        [
          `\`${name}\``,
          String(read),
          String(write),
          ofTable.toFixed(2),
          (ofTable + rest).toFixed(2),
        ],
      ];
    }),
  );
