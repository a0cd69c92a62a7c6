import * as z from "zod/mini";
import { levels } from "./grant.ts";
import { Identifier, SubjectId } from "./id.ts";
import { lazy } from "./lazy.ts";
import { instant, storedInstant } from "./text.ts";

/** Questions that one request may ask. */
const questionsAtMost = 100;

const question = () => ({
  principal: z.optional(SubjectId()),
  permission: z.string().check(z.maxLength(64)),
  customer: z.optional(Identifier()),
  project: z.optional(Identifier()),
});

const ofSomeCustomer = () =>
  z.refine<{ customer?: string | undefined; project?: string | undefined }>(
    ({ customer, project }) => !project || customer !== undefined,
    { error: "needs the customer of the project", path: ["customer"] },
  );

/** The past instant to answer for; now unless said. */
const asOf = () => z.optional(instant());

/** May a principal, or else whoever asks, do something there? A project is one of the customer; without a customer the question is about the platform. */
export const Question = lazy(() => z.strictObject(question()).check(ofSomeCustomer()));
export type Question = z.infer<ReturnType<typeof Question>>;

/** Questions to be answered together. */
export const AccessCheck = lazy(() =>
  z.strictObject({
    questions: z.array(Question()).check(z.minLength(1), z.maxLength(questionsAtMost)),
    asOf: asOf(),
  }),
);

/** A question to be explained, as of now or of an instant in the past. */
export const ExplainedQuestion = lazy(() =>
  z.strictObject({ ...question(), asOf: asOf() }).check(ofSomeCustomer()),
);

/** An answer for each question, in their order. */
export const AccessCheckResult = lazy(() =>
  z.object({ results: z.array(z.object({ allowed: z.boolean() })) }),
);

/** Why a role that is held grants nothing. */
export const failings = [
  "principal_inactive",
  "customer_closed",
  "ended",
  "no_customer_access",
  "left_over",
  "project_pending_deletion",
] as const;

/** A way from a principal to a role. */
const Way = () => ({
  level: z.enum(levels),
  /** `api-user` where an API user holds the permission by itself. */
  role: z.string(),
  /** Where the role is held, below the platform. */
  customer: z.optional(z.string()),
  project: z.optional(z.string()),
  /** The group through which it is held. */
  through: z.optional(z.string()),
  /** The group of customers on which it is held, that the customer is in. */
  customerGroup: z.optional(z.object({ id: z.string(), owner: z.string() })),
  expiresAt: z.optional(storedInstant()),
  /** When and by whom it was given. */
  at: storedInstant(),
  by: z.string(),
  /** The access request that asked for it, where others agreed. */
  request: z.optional(z.string()),
});

/** Yes or no with reasons: every way that grants it, and of a no what comes closest. */
export const Explanation = lazy(() =>
  z.object({
    allowed: z.boolean(),
    /** Every way that grants it at this instant. */
    ways: z.array(z.object(Way())),
    /** Ways that would, and why they do not. */
    failing: z.array(
      z.object({
        ...Way(),
        because: z.enum(failings),
        /** The role on the customer that has ended, where that is what the way rested on. */
        ended: z.optional(z.object(Way())),
      }),
    ),
    /** Roles that would grant it, where nothing held does; `api-user` is the permission in the set of the API user itself. */
    missing: z.array(z.object({ level: z.enum(levels), role: z.string() })),
  }),
);
export type Explanation = z.infer<ReturnType<typeof Explanation>>;
