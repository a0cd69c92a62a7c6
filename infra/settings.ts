import * as z from "zod/mini";
import { CannotSynthesize } from "./cannot-synthesize.ts";
import {
  daysOfRoles,
  flag,
  imageAddress,
  lines,
  list,
  logDays,
  matching,
  oneOf,
  webAddress,
  whole,
  withoutSlash,
} from "./setting-kinds.ts";

/** Everything a deployer may set, as CDK context: `cdk deploy -c mailFrom=usher@example.org`. */
const Settings = z.strictObject({
  /** Name of the stack; several may live in one account. */
  stackName: z._default(
    matching(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "must be letters, digits and hyphens, 40 at most"),
    "Usher",
  ),
  /** Name of the table: to take over a restored one; else CloudFormation chooses. */
  tableName: z.optional(
    matching(/^[A-Za-z0-9_.-]{3,255}$/, "must be 3 to 255 letters, digits, dots, hyphens, _"),
  ),
  /** Stream of the table `tableName`, when the stack of another region owns that table. */
  tableStreamArn: z.optional(
    matching(/^arn:aws[a-z-]*:dynamodb:.+\/stream\//, "must be the ARN of a table's stream"),
  ),
  /** Region that holds a copy of the table, to go on there after a disaster. */
  standbyRegion: z.optional(
    matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "must be a region such as eu-west-1"),
  ),
  /** OpenID Connect issuer exactly as in its tokens; without one the stack makes a Cognito user pool. */
  issuer: z.optional(webAddress),
  /** Accepted `aud` or `client_id` values of that issuer, separated by commas. */
  clientIds: z.optional(list),
  /** Whether every address of the issuer counts as verified. */
  trustedAddresses: z._default(flag, false),
  /** Who makes accounts in the Cognito user pool: everybody their own, or administrators only. */
  signUp: z._default(oneOf("self", "admin"), "self"),
  /** Where Cognito may send people after sign-in, separated by commas; default is the API's `/docs`. */
  callbackUrls: z.optional(z.pipe(list, z.array(webAddress))),
  /** Who becomes Organization Admin at their next sign-in, while the platform has none: an address in lower-case letters. */
  firstAdmin: z.optional(
    matching(
      /^(?=.{3,254}$)[^\sA-Z@]+@[^\sA-Z@]+$/,
      "must be an e-mail address in lower-case letters",
    ),
  ),
  /** Whether any signed-in person may create a customer. */
  selfService: z._default(oneOf("on", "off"), "on"),
  /** Whom a search for people finds: everyone, or members and whole addresses; the latter while self-service is on, unless said. */
  peopleSearch: z.optional(oneOf("everyone", "known")),
  /** Whether the stack's user pool is searched for people too. */
  directory: z._default(flag, false),
  /** Where people ask for a customer when they may not create one. */
  registrationUrl: z.optional(webAddress),
  /** For how many days roles may be given at most, as JSON: `{"customer:admin": 90}`. */
  maxAccessDays: z.optional(daysOfRoles),
  /** How many people must agree before somebody may do more, wherever a customer asks for no more. */
  minApprovals: z._default(whole(1, 5), 1),
  /** Devices, assets, entity views and dashboards that a customer may have, of each; it holds for customers that have none of a kind yet. */
  thingQuota: z._default(whole(0, 1_000_000_000), 1_000_000),
  /** The dashboard of the platform that people see first where neither they nor their customer chose one. */
  homeDashboard: z.optional(
    matching(/^dsh_[0-9A-Z]{28}$/, "must be the id of a dashboard of the platform"),
  ),
  /** Where somebody who accepted an invitation goes to sign in. */
  signInUrl: z.optional(webAddress),
  /** Base of the links in letters; default is the API's own address. */
  appUrl: z.optional(withoutSlash),
  /** Who letters and the invitation page are from, in words. */
  brandName: z._default(lines(1, 40), "Usher"),
  /** Picture above letters instead of the name. */
  brandLogo: z.optional(imageAddress),
  /** Colour of letters and of the invitation page. */
  brandColour: z.optional(
    matching(/^#[0-9A-Fa-f]{6}$/, "must be a colour of six hexadecimal digits such as #8a1c3b"),
  ),
  /** Sender of every letter; without one letters wait as `held`. */
  mailFrom: z.optional(z.email({ error: "must be an e-mail address" })),
  /** Where answers to letters go; else to their sender. */
  mailReplyTo: z.optional(z.email({ error: "must be an e-mail address" })),
  /** Plain text below every letter. */
  mailFooter: z.optional(lines(6, 500)),
  /** What SES verifies: the sender's domain, the one address, or nothing because it is verified already. */
  mailIdentity: z._default(oneOf("domain", "address", "existing"), "domain"),
  /** Letters made before this instant are dropped; set it when taking over a restored table. */
  mailFreeze: z.optional(
    z.iso.datetime({ error: "must be an instant such as 2030-01-31T12:00:00Z" }),
  ),
  /** Domain of the API; its certificate must be in the same region. */
  domainName: z.optional(
    matching(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "must be a domain name such as usher.example.org"),
  ),
  /** ARN of the certificate for `domainName`. */
  certificateArn: z.optional(
    matching(/^arn:aws[a-z-]*:acm:/, "must be the ARN of an ACM certificate"),
  ),
  /** Web origins whose scripts may call the API, separated by commas. */
  corsOrigins: z.optional(z.pipe(list, z.array(withoutSlash))),
  /** Requests a second that the API lets in, for all callers together. */
  rateLimit: z._default(whole(1, 10_000), 200),
  /** Requests that it lets in at once. */
  burstLimit: z._default(whole(1, 5_000), 400),
  /** Work queue messages handled at once. */
  workers: z._default(whole(2, 1_000), 10),
  /** Whether a new version first serves a tenth of the calls for five minutes, and goes when it fails. */
  canary: z._default(flag, false),
  /** Who is told of alarms. */
  alarmEmail: z.optional(z.email({ error: "must be an e-mail address" })),
  /** Days that logs are kept. */
  logDays: z._default(
    whole(1, 3653).check(
      z.refine((days) => logDays.includes(days), { error: `must be one of ${logDays.join(", ")}` }),
    ),
    90,
  ),
  /** Least important log lines that are written. */
  logLevel: z._default(oneOf("INFO", "WARN", "ERROR"), "INFO"),
});
export type Settings = z.infer<typeof Settings>;

/** Names of all settings, in the order they are documented. */
export const settingNames = Object.keys(Settings.shape) as (keyof Settings)[];

/** Reads the settings out of the CDK context, which also holds keys of the CDK itself. */
export function readSettings(context: Record<string, unknown>): Settings {
  const own = Object.entries(context).filter(([key]) => /^[A-Za-z]+$/.test(key));
  const given = own.map(([key, value]) => [key, textOf(value).trim()]);
  const parsed = Settings.safeParse(Object.fromEntries(given.filter(([, value]) => value)));
  if (!parsed.success) throw new CannotSynthesize(parsed.error.issues.map(sentence).join("\n"));
  const conflict = contradiction(parsed.data);
  if (conflict) throw new CannotSynthesize(conflict);
  return parsed.data;
}

/** A setting as the command line would give it. */
const textOf = (value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? JSON.stringify(value)
    : String(value ?? "");

function sentence(issue: z.core.$ZodIssue) {
  if (issue.code === "unrecognized_keys") {
    return `There is no setting ${issue.keys.join(", ")}. There are: ${settingNames.join(", ")}.`;
  }
  return `The setting ${String(issue.path[0])} ${issue.message}.`;
}

function contradiction(settings: Settings) {
  if (settings.issuer && !settings.clientIds) {
    return "The setting issuer needs clientIds: else a token made for any other application would be let in.";
  }
  if (!settings.issuer && /aws|amazon|cognito/i.test(settings.stackName)) {
    return "The setting stackName may not hold aws, amazon or cognito: Cognito's sign-in page has it in its address.";
  }
  if (settings.clientIds && !settings.issuer) return "The setting clientIds needs issuer.";
  if (settings.directory && settings.issuer) {
    return "The setting directory is about the stack's own user pool: leave out issuer.";
  }
  if (settings.tableStreamArn && !settings.tableName) {
    return "The setting tableStreamArn needs tableName.";
  }
  if (settings.tableStreamArn && settings.standbyRegion) {
    return "The setting standbyRegion belongs to the stack that owns the table.";
  }
  if (!settings.domainName !== !settings.certificateArn) {
    return "The settings domainName and certificateArn need each other.";
  }
  return undefined;
}
