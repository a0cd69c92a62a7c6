import * as z from "zod/mini";
import { CustomerGroupIds, NewCustomer } from "./customer.ts";
import { NewInvitation } from "./invitation.ts";
import { lazy } from "./lazy.ts";

const addressesDiffer = (people: readonly { email: string }[]) =>
  new Set(people.map(({ email }) => email)).size === people.length;

/** A customer that administrators create for others, with the people who are invited to it first. */
export const CustomerForOthers = lazy(() =>
  z.extend(NewCustomer(), {
    groups: z.optional(CustomerGroupIds()),
    people: z._default(
      z
        .array(
          z.pick(NewInvitation(), { email: true, firstName: true, lastName: true, roles: true }),
        )
        .check(z.maxLength(10), z.refine(addressesDiffer, "must name each address once")),
      [],
    ),
  }),
);
export type CustomerForOthers = z.infer<ReturnType<typeof CustomerForOthers>>;
