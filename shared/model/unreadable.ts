import * as z from "zod/mini";

/** True of the error that something stored does not have the shape it should have: no second try makes it better. */
export const isUnreadable = (error: unknown) => error instanceof z.core.$ZodError;
