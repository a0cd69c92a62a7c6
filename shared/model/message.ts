import * as z from "zod/mini";
import { lazy } from "./lazy.ts";
import { prose } from "./text.ts";

/** More lines would be joined in the mail. */
const linesAtMost = 12;

/** What whoever runs the platform writes to the members of a customer: text alone, nothing in it becomes a link. */
export const Message = lazy(() =>
  z.strictObject({
    text: prose(1000, 1).check(
      z.refine(
        (text) => text.split(/\r\n|\n|\r/).length <= linesAtMost,
        `must have at most ${linesAtMost} lines`,
      ),
    ),
  }),
);
