import { Refusal } from "../model/refusal.ts";

/** What is begun this long before the request gives up has time to end. */
const lastBegun = 3_000;

/** True while one more part of a request that has many may begin. */
export const hasTime = ({ deadline }: { deadline: Date }) =>
  Date.now() < deadline.getTime() - lastBegun;

/** The refusal of parts for which there was no time. */
export const noTime = () => new Refusal("unavailable", "There was no time left. Send it again.");
