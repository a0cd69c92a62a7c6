import {
  CognitoIdentityProviderClient,
  ListUsersCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import { normalAddress } from "../model/email-address.ts";
import type { FoundPerson } from "../model/people.ts";
import type { Wanted } from "./directory.ts";

const client = new CognitoIdentityProviderClient({ maxAttempts: 1 });

/** As many as one request may ask for. */
const atOnce = 60;

/** People of a Cognito user pool. One request asks about one attribute only, so some are sent at once. */
export async function listUsers(
  pool: string,
  wanted: Wanted,
  abortSignal: AbortSignal,
): Promise<FoundPerson[]> {
  const answers = await Promise.all(
    filtersOf(wanted).map((Filter) =>
      client.send(new ListUsersCommand({ UserPoolId: pool, Filter, Limit: atOnce }), {
        abortSignal,
      }),
    ),
  );
  const found = answers.flatMap(({ Users = [] }) => Users).flatMap((user) => personOf(user) ?? []);
  return [...new Map(found.map((person) => [person.email, person])).values()];
}

/** Asks for the first word alone, up to what could end it inside the filter: what follows is compared with what is found. */
function filtersOf(wanted: Wanted): string[] {
  if ("address" in wanted) return wanted.address ? [`email = "${wanted.address}"`] : [];
  const [word] = /[^\s\p{Cc}"\\]+/u.exec(wanted.beginning) ?? [];
  if (!word) return [];
  const names = [`given_name ^= "${word}"`, `family_name ^= "${word}"`];
  return [`email ^= "${word.toLowerCase()}"`, ...(word.includes("@") ? [] : names)];
}

function personOf({ Attributes = [], Enabled }: UserType): FoundPerson | undefined {
  const attribute = (name: string) => Attributes.find(({ Name }) => Name === name)?.Value ?? "";
  const email = normalAddress(attribute("email"));
  if (!email || Enabled === false) return undefined;
  return { firstName: attribute("given_name"), lastName: attribute("family_name"), email };
}
