import type { ITableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Key } from "aws-cdk-lib/aws-kms";
import type { Identity } from "./identity.ts";
import type { Sender } from "./mail.ts";
import type { FunctionName } from "./plan.ts";
import type { Queues } from "./queues.ts";
import type { Settings } from "./settings.ts";

/** What functions are told of. */
export type Told = {
  settings: Settings;
  table: ITableV2;
  queues: Queues;
  appUrl: string;
  identity: Identity;
  sender: Sender | undefined;
  secretKey: Key;
};
type Variables = Record<string, string | undefined>;

/** The environment of a function: no more than it reads. */
export function environmentOf(name: FunctionName, told: Told): Record<string, string> {
  const variables = {
    TABLE_NAME: told.table.tableName,
    POWERTOOLS_SERVICE_NAME: "usher",
    ...own[name](told),
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}

const caller = ({ identity, settings }: Told): Variables => ({
  ISSUER: identity.issuer,
  CLIENT_IDS: identity.clientIds,
  TRUSTED_ADDRESSES: String(settings.trustedAddresses),
  FIRST_ADMIN: settings.firstAdmin,
});
const granting = ({ settings: { maxAccessDays } }: Told): Variables => ({
  MAX_ACCESS_DAYS: maxAccessDays && JSON.stringify(maxAccessDays),
});

/** Whoever can make themselves a customer should not find everybody from there. */
const peopleSearch = ({ peopleSearch, selfService }: Settings) =>
  peopleSearch ?? (selfService === "on" ? "known" : "everyone");

/** The user pool that is searched, where one is. */
export const directoryOf = ({ identity, settings }: Told) =>
  settings.directory ? identity.pool : undefined;

/** Who the deployment is to its people: one name and one colour, in letters and on pages. */
const brand = ({ settings: { brandName, brandColour } }: Told): Variables => ({
  BRAND_NAME: brandName,
  BRAND_COLOUR: brandColour,
});

const operations = ({ queues }: Told): Variables => ({ WORK_QUEUE_URL: queues.work.queueUrl });

const mailer = (told: Told): Variables => ({
  ...brand(told),
  BRAND_LOGO: told.settings.brandLogo,
  APP_URL: told.appUrl,
  SIGN_IN_URL: told.settings.signInUrl,
  MAIL_FROM: told.sender?.address,
  MAIL_CONFIGURATION_SET: told.sender?.configurationSet,
  MAIL_REPLY_TO: told.settings.mailReplyTo,
  MAIL_FOOTER: told.settings.mailFooter,
  MAIL_FREEZE: told.settings.mailFreeze,
  SECRET_KEY_ID: told.secretKey.keyId,
});

const own: Record<FunctionName, (told: Told) => Variables> = {
  read: (told) => ({
    ...caller(told),
    PEOPLE_SEARCH: peopleSearch(told.settings),
    USER_POOL_ID: directoryOf(told)?.userPoolId,
    HOME_DASHBOARD: told.settings.homeDashboard,
    THING_QUOTA: String(told.settings.thingQuota),
  }),
  write: (told) => ({
    ...caller(told),
    SELF_SERVICE: told.settings.selfService,
    REGISTRATION_URL: told.settings.registrationUrl,
    MIN_APPROVALS: String(told.settings.minApprovals),
    THING_QUOTA: String(told.settings.thingQuota),
    ...granting(told),
  }),
  public: (told) => ({
    SIGN_IN_URL: told.settings.signInUrl,
    ...granting(told),
    ...brand(told),
  }),
  mailer,
  cascade: operations,
  worker: operations,
  scheduled: operations,
};
