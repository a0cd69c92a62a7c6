import { account, region } from "../names.ts";
import type { Call } from "../roles/statement.ts";
import type { Template } from "../template.ts";
import type { Service } from "./request.ts";

const arn = (kind: string, name: string) => `arn:aws:ses:${region}:${account}:${kind}/${name}`;

/** Reads requests to SES, API version 2010-12-01. */
export function ses(template: Template): Service {
  const identities = template
    .resources<{ EmailIdentity: string }>("AWS::SES::EmailIdentity")
    .map(({ properties }) => properties.EmailIdentity);

  function callsOf(operation: string, input: Record<string, string>): Call[] {
    const action = `ses:${operation}`;
    if (input.Source === undefined) return [{ action, resource: "*", context: {} }];
    const { displayName, address } = mailbox(input.Source);
    const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
    const recipients = Object.keys(input)
      .filter((key) => key.startsWith("Destination."))
      .map((key) => mailbox(input[key] ?? "").address);
    const context = {
      "ses:FromAddress": [address],
      ...(displayName && { "ses:FromDisplayName": [displayName] }),
      "ses:Recipients": recipients,
    };
    // SES asks about recipients, too, as long as an account is in its sandbox.
    const asked = [identities.includes(address) ? address : domain, ...recipients];
    const resources = asked.map((name) => arn("identity", name));
    const set = input.ConfigurationSetName;
    if (set) resources.push(arn("configuration-set", set));
    return resources.map((resource) => ({ action, resource, context }));
  }

  return {
    read: (_, body) => {
      const input = Object.fromEntries(new URLSearchParams(body.toString()));
      const operation = input.Action ?? "";
      return { operation, input, calls: callsOf(operation, input) };
    },
    error: (code, message) => ({
      status: code === "AccessDenied" ? 403 : 400,
      headers: { "content-type": "text/xml" },
      body: Buffer.from(
        `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${inXml(message)}</Message></Error></ErrorResponse>`,
      ),
    }),
  };
}

function mailbox(text: string) {
  const [, displayName = "", address = text] = /^\s*"?(.*?)"?\s*<([^<>]+)>\s*$/.exec(text) ?? [];
  return { displayName, address: address.trim() };
}

const inXml = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
