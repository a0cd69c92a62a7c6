/** The environment of a function, each variable read and checked at its first use. */
function required(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(`${name} is not set: the stack gives it to each function that needs it`);
  return value;
}

const optional = (name: string) => process.env[name] || undefined;

export const env = {
  get tableName() {
    return required("TABLE_NAME");
  },
  /** OpenID Connect issuer, exactly as in the tokens' `iss`. */
  get issuer() {
    return required("ISSUER");
  },
  /** Values of `aud` or `client_id` that are let in. */
  get clientIds() {
    return required("CLIENT_IDS").split(",");
  },
  /** True when the deployer vouches for every address of the issuer, verified or not. */
  get trustedAddresses() {
    return process.env.TRUSTED_ADDRESSES === "true";
  },
  /** Address of the person who becomes Organization Admin while the platform has none. */
  get firstAdmin() {
    return optional("FIRST_ADMIN");
  },
  /** True when any signed-in person may create a customer. */
  get selfService() {
    return process.env.SELF_SERVICE !== "off";
  },
  /** Where people without self-service ask for a customer. */
  get registrationUrl() {
    return optional("REGISTRATION_URL");
  },
  /** For how many days roles may be given at most: `customer:admin` → 90. */
  get maxAccessDays(): Record<string, number> {
    return JSON.parse(process.env.MAX_ACCESS_DAYS || "{}");
  },
  /** Things of each kind that a customer may have unless it was told otherwise. */
  get thingQuota() {
    return Number(process.env.THING_QUOTA || 1_000_000);
  },
  /** The dashboard that people see first where neither they nor their customers chose one. */
  get homeDashboard() {
    return optional("HOME_DASHBOARD");
  },
  /** People who must agree, wherever a customer does not ask for more. */
  get minApprovals() {
    return Number(process.env.MIN_APPROVALS || 1);
  },
  /** Whom a search for people finds: everyone, or who is known to the customer already. */
  get peopleSearch() {
    return process.env.PEOPLE_SEARCH === "everyone" ? "everyone" : "known";
  },
  /** Cognito user pool that is searched for people too. */
  get userPoolId() {
    return optional("USER_POOL_ID");
  },
  /** Base of every link in a letter, without a slash at the end. */
  get appUrl() {
    return required("APP_URL");
  },
  /** Where somebody who accepted signs in. */
  get signInUrl() {
    return optional("SIGN_IN_URL");
  },
  /** Who letters and pages are from. */
  get brandName() {
    return required("BRAND_NAME");
  },
  /** Address of the picture above letters. */
  get brandLogo() {
    return optional("BRAND_LOGO");
  },
  /** Colour of letters and of the invitation page, as `#rrggbb`. */
  get brandColour() {
    return optional("BRAND_COLOUR");
  },
  /** Where answers to letters go; else to their sender. */
  get mailReplyTo() {
    return optional("MAIL_REPLY_TO");
  },
  /** Lines below every letter. */
  get mailFooter() {
    return optional("MAIL_FOOTER");
  },
  /** Sender of every letter; without one letters wait as `held`. */
  get mailFrom() {
    return optional("MAIL_FROM");
  },
  get mailConfigurationSet() {
    return optional("MAIL_CONFIGURATION_SET");
  },
  /** Letters made before this instant are dropped: set after restoring an older table. */
  get mailFreeze() {
    return optional("MAIL_FREEZE");
  },
  /** KMS key of the invitation secrets. */
  get secretKeyId() {
    return required("SECRET_KEY_ID");
  },
  get workQueueUrl() {
    return required("WORK_QUEUE_URL");
  },
};
